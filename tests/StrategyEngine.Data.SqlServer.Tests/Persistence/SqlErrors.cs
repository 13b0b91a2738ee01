using System.Reflection;

using Microsoft.Data.SqlClient;

namespace StrategyEngine.Data.SqlServer.Tests;

/// <summary>Makes exceptions that only SqlClient makes.</summary>
internal static class SqlErrors
{
    public static SqlException Exception(params (int Number, string Message)[] errors)
    {
        const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        var collection = (SqlErrorCollection)Activator.CreateInstance(typeof(SqlErrorCollection), nonPublic: true)!;
        var constructor = typeof(SqlError).GetConstructors(Hidden).OrderByDescending(candidate => candidate.GetParameters().Length).First();
        foreach (var (number, message) in errors)
        {
            var arguments = constructor.GetParameters().Select(parameter => parameter switch
            {
                { Name: "infoNumber" } => number,
                { Name: "errorMessage" } => message,
                { ParameterType: var type } when type == typeof(string) => "",
                { ParameterType: { IsValueType: true } type } => Activator.CreateInstance(type),
                _ => null,
            });
            typeof(SqlErrorCollection).GetMethod("Add", Hidden)!.Invoke(collection, [constructor.Invoke([.. arguments])]);
        }

        var create = typeof(SqlException).GetMethods(Hidden)
            .First(
                method => method.Name == "CreateException"
                    && method.GetParameters() is [{ ParameterType: var first }, { ParameterType: var second }]
            && first == typeof(SqlErrorCollection) && second == typeof(string));
        return (SqlException)create.Invoke(null, [collection, "16.00.0000"])!;
    }
}
