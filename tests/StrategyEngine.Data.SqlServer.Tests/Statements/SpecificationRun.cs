using System.Reflection;
using System.Reflection.Emit;

using NUnit.Framework;

namespace StrategyEngine.Data.SqlServer.Tests.Statements;

/// <summary>Runs single tests of the specifications on <see cref="CapturingDatabase"/>, outside the fixtures of any engine.</summary>
internal static class SpecificationRun
{
    private static readonly ModuleBuilder Fixtures =
        AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("CapturingFixtures"), AssemblyBuilderAccess.Run)
            .DefineDynamicModule("CapturingFixtures");

    public static async Task RunAsync(Type specification, string test)
    {
        var fixture = Activator.CreateInstance(Derive(specification.MakeGenericType(typeof(CapturingDatabase))))!;
        try
        {
            foreach (var setUp in Enumerable.Reverse(Marked<SetUpAttribute>(fixture)))
                await CallAsync(fixture, setUp);
            await CallAsync(fixture, fixture.GetType().GetMethod(test) ?? throw new MissingMethodException(specification.Name, test));
        }
        finally
        {
            foreach (var tearDown in Marked<TearDownAttribute>(fixture))
                await CallAsync(fixture, tearDown);
        }
    }

    // The most derived first.
    private static List<MethodInfo> Marked<TAttribute>(object fixture)
        where TAttribute : Attribute
    {
        var methods = new List<MethodInfo>();
        for (var type = fixture.GetType(); type is not null; type = type.BaseType)
        {
            methods.AddRange(
                type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                    .Where(method => method.IsDefined(typeof(TAttribute))));
        }

        return methods;
    }

    private static Type Derive(Type specification)
    {
        lock (Fixtures)
        {
            return Fixtures.GetType(specification.Name)
                ?? Fixtures.DefineType(specification.Name, TypeAttributes.Public | TypeAttributes.Sealed, specification).CreateType();
        }
    }

    private static async Task CallAsync(object fixture, MethodInfo method)
    {
        if (method.Invoke(fixture, BindingFlags.DoNotWrapExceptions, binder: null, [], culture: null) is Task running)
            await running;
    }
}
