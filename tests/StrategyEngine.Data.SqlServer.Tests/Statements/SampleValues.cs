using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.SqlServer.Tests.Statements;

/// <summary>A value of any type that a parameter or a property of the library has.</summary>
internal static class SampleValues
{
    public static object Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return "sample";
        if (type == typeof(Guid))
            return new Guid("019b8b2c-0000-7000-8000-000000000001");
        if (type == typeof(DateTimeOffset))
            return new DateTimeOffset(2026, 1, 5, 9, 30, 0, TimeSpan.Zero);
        if (type == typeof(byte[]))
            return new byte[32];
        if (type == typeof(Timeframe))
            return Timeframe.OneMinute;
        if (type == typeof(Currency))
            return Currency.Parse("USDT");
        if (type == typeof(JsonObject))
            return new JsonObject();
        if (type == typeof(Secret<string>))
            return (Secret<string>)"sample";
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(0)!;
        if (type.IsValueType)
            return Convert.ChangeType(1, type);
        return ElementOf(type) is { } element ? Collection(type, element) : RuntimeHelpers.GetUninitializedObject(type);
    }

    private static Type? ElementOf(Type type) => type.IsArray ? type.GetElementType() : type.GetInterfaces().Append(type)
        .FirstOrDefault(
            contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    private static object Collection(Type type, Type element)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        list.Add(Of(element));
        list.Add(Of(element));
        var array = Array.CreateInstance(element, list.Count);
        list.CopyTo(array, 0);
        return type.IsInstanceOfType(array) ? array : type.IsInstanceOfType(list) ? list : Activator.CreateInstance(type, array)!;
    }
}
