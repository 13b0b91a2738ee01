using System.Reflection;
using System.Reflection.Emit;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Tests.Statements;

/// <summary>The methods of the library that run a query or a statement, read from its compiled code.</summary>
internal static class CallSites
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(opcode => opcode.Value);

    /// <summary>The methods that let EF run a query.</summary>
    public static IReadOnlySet<string> Queries() => Calling(IsQuery);

    /// <summary>The methods that hand SQL of their own to a command.</summary>
    public static IReadOnlySet<string> Commands() => Calling(method =>
        (method.Name == "set_CommandText" && method.DeclaringType!.Namespace == "System.Data.Common")
        || method.Name.StartsWith("ExecuteSql", StringComparison.Ordinal)
        || method.Name.StartsWith("FromSql", StringComparison.Ordinal)
        || method.Name.StartsWith("SqlQuery", StringComparison.Ordinal));

    /// <summary>The methods that hand SQL of their own, or that EF made, to a session of an engine.</summary>
    public static IReadOnlySet<string> SessionStatements() => Calling(method =>
        method.DeclaringType == typeof(MigrationSession)
            && method.Name is (nameof(MigrationSession.CountAsync) or nameof(MigrationSession.ExecuteAsync) or "CreateCommand"));

    /// <summary>The methods that make an object of a type.</summary>
    public static IReadOnlySet<string> Making(Type type) => Calling(method => method is ConstructorInfo && method.DeclaringType == type);

    /// <summary>The texts that the methods of an assembly hold, with the method.</summary>
    public static IEnumerable<(MethodBase Method, string Text)> Texts(Assembly assembly) =>
        MethodsOf(assembly).SelectMany(method => Instructions(method)
        .Where(instruction => instruction.OpCode == OpCodes.Ldstr)
        .Select(instruction => (method, method.Module.ResolveString(instruction.Operand))));

    /// <summary>A method as source code has it: of the class or structure that the compiler made of it, the type alone tells it.</summary>
    public static string NameOf(MethodBase method)
    {
        var type = method.DeclaringType!;
        var name = type.Name.StartsWith('<') && method.Name is "MoveNext" or ".ctor" ? type.Name : method.Name;
        var outer = type;
        while (outer is { Name: ['<', ..], DeclaringType: { } declaring })
            outer = declaring;
        return $"{(outer.IsGenericType ? outer.GetGenericTypeDefinition() : outer).FullName} {name}";
    }

    private static bool IsQuery(MethodBase method) =>
        (method.DeclaringType == typeof(EntityFrameworkQueryableExtensions)
            && (method.Name.EndsWith("Async", StringComparison.Ordinal)
                || method.Name is "AsAsyncEnumerable" or "Load" or "ExecuteUpdate" or "ExecuteDelete"))
        || (method.DeclaringType is { IsGenericType: true } type
            && type.GetGenericTypeDefinition() == typeof(DbSet<>)
            && method.Name is "FindAsync" or "Find");

    private static HashSet<string> Calling(Func<MethodBase, bool> isMeant) => MethodsOf(typeof(TradingDatabase).Assembly)
        .Where(method => Called(method).Any(isMeant)).Select(NameOf).ToHashSet();

    private static IEnumerable<MethodBase> MethodsOf(Assembly assembly) => assembly.GetTypes()
        .SelectMany(type => type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)));

    private static IEnumerable<MethodBase> Called(MethodBase method)
    {
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethodDefinition ? method.GetGenericArguments() : null;
        return Instructions(method).Where(instruction => instruction.OpCode.OperandType == OperandType.InlineMethod)
            .Select(instruction => method.Module.ResolveMethod(instruction.Operand, typeArguments, methodArguments)).OfType<MethodBase>()
            .Where(called => called.DeclaringType is not null);
    }

    private static IEnumerable<(OpCode OpCode, int Operand)> Instructions(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
            yield break;
        for (var i = 0; i < code.Length;)
        {
            var opcode = code[i] == 0xFE ? OpCodesByValue[unchecked((short)(0xFE00 | code[i + 1]))] : OpCodesByValue[code[i]];
            i += opcode.Size;
            yield return (opcode,
                opcode.OperandType is OperandType.InlineMethod or OperandType.InlineString ? BitConverter.ToInt32(code, i) : 0);
            i += opcode.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, i)),
                _ => 4,
            };
        }
    }
}
