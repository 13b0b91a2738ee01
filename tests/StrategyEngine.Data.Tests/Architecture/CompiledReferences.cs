using System.Reflection;
using System.Runtime.CompilerServices;

namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>Who knows whom, read from the compiled code.</summary>
/// <remarks>From signatures, attributes, and every instruction that names a type, method or field.</remarks>
internal static class CompiledReferences
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The types that somebody wrote: not those that the compiler adds.</summary>
    public static IEnumerable<Type> Types(Assembly package) => package.GetTypes().Where(type => IsWritten(Outermost(type)));

    public static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    /// <summary>The name of the file that holds a type: without its number of type arguments.</summary>
    public static string FileNameOf(Type type) => Outermost(type).Name.Split('`')[0];

    /// <summary>Every reference from a type of the packages to another one of them, in any of their folders.</summary>
    public static IReadOnlyList<TypeReference> Read(IReadOnlyList<Assembly> packages)
    {
        var folders = packages.ToDictionary(package => package, package => SourceTree.FoldersByType(package.GetName().Name!));
        return
        [
            .. from package in packages
               from type in Types(package)
               from known in KnownTo(type)
               where folders.ContainsKey(known.Assembly) && IsWritten(Outermost(known)) && Outermost(known) != Outermost(type)
               from fromFolder in folders[package][FileNameOf(type)].Take(1)
               from toFolder in folders[known.Assembly][FileNameOf(known)].Take(1)
               let text = $"{type.FullName} ({fromFolder}) knows {known.FullName} ({toFolder})"
               select new TypeReference(fromFolder, toFolder, FileNameOf(known), text),
        ];
    }

    private static bool IsWritten(Type outermost) =>
        outermost.Namespace?.StartsWith(nameof(StrategyEngine), StringComparison.Ordinal) == true
        && !outermost.IsDefined(typeof(CompilerGeneratedAttribute));

    private static HashSet<Type> KnownTo(Type type)
    {
        var known = new HashSet<Type>();
        Know(known, type.BaseType);
        foreach (var contract in type.GetInterfaces())
            Know(known, contract);
        foreach (var field in type.GetFields(All))
            Know(known, field.FieldType);
        foreach (var attribute in type.GetMembers(All).Append(type).SelectMany(member => member.GetCustomAttributesData()))
            Know(known, attribute.AttributeType);
        foreach (var method in CompiledCode.Methods(type))
        {
            foreach (var parameter in method.GetParameters())
                Know(known, parameter.ParameterType);
            if (method is MethodInfo { ReturnType: var result })
                Know(known, result);
            foreach (var member in CompiledCode.Members(method))
            {
                Know(known, member as Type ?? member.DeclaringType);
                foreach (var argument in member is MethodInfo { IsGenericMethod: true } call ? call.GetGenericArguments() : [])
                    Know(known, argument);
            }
        }

        return known;
    }

    private static void Know(HashSet<Type> known, Type? type)
    {
        if (type is null || type.IsGenericParameter)
            return;
        if (type.HasElementType)
        {
            Know(known, type.GetElementType());
            return;
        }

        if (type.IsGenericType)
        {
            foreach (var argument in type.GetGenericArguments())
                Know(known, argument);
            type = type.GetGenericTypeDefinition();
        }

        known.Add(type);
    }
}
