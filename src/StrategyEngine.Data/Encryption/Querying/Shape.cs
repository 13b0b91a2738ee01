using Microsoft.EntityFrameworkCore.Metadata;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>Where encrypted values stand within the result of an expression: at its top, in its members, or in its elements.</summary>
internal sealed class Shape
{
    public static Shape Plain { get; } = new();

    /// <summary>The encrypted property that the result is a value of.</summary>
    public IProperty? Value { get; private init; }

    public IReadOnlyDictionary<string, Shape>? Members { get; private init; }

    public Shape? Element { get; private init; }

    /// <summary>Whether comparing the result would compare ciphertext.</summary>
    public IProperty? AnyValue => Value ?? Members?.Values.Select(member => member.AnyValue).FirstOrDefault(value => value is not null);

    public static Shape Of(IProperty value) => new() { Value = value };

    public static Shape Sequence(Shape element) => element == Plain ? Plain : new() { Element = element };

    public static Shape Composite(IReadOnlyDictionary<string, Shape> members) =>
        members.Values.All(member => member == Plain) ? Plain : new() { Members = members };

    public static Shape Group(Shape key, Shape element) => new() { Members = new Dictionary<string, Shape> { ["Key"] = key }, Element = element };

    public Shape Or(Shape other) => this == Plain ? other : this;
}
