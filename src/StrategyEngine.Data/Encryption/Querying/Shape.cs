using Microsoft.EntityFrameworkCore.Metadata;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>
/// Where encrypted values stand within the result of an expression: at its top, in its members, or in its elements. Immutable.
/// </summary>
internal sealed class Shape
{
    private Shape()
    {
    }

    /// <summary>Holds no encrypted value.</summary>
    public static Shape Plain { get; } = new();

    /// <summary>The encrypted property that the result is a value of.</summary>
    public IProperty? Value { get; private init; }

    /// <summary>The encrypted property whose blind index the result is a value of.</summary>
    public IProperty? Indexed { get; private init; }

    /// <summary>The entity or complex type that the result is an instance of.</summary>
    public ITypeBase? Structure { get; private init; }

    /// <summary>The members of an object that the query makes, as far as they are known by name.</summary>
    public IReadOnlyDictionary<string, Shape>? Members { get; private init; }

    /// <summary>What an object that the query makes was given beyond its known members: the arguments of its constructor.</summary>
    public Shape? Rest { get; private init; }

    public Shape? Element { get; private init; }

    /// <summary>The key of a group.</summary>
    public Shape? Key { get; private init; }

    /// <summary>The shapes of which the result may have either.</summary>
    public IReadOnlyList<Shape>? Alternatives { get; private init; }

    /// <summary>The encrypted property that the result is, or may be, a value of.</summary>
    public IProperty? TopValue => Value ?? First(Alternatives ?? [], static alternative => alternative.TopValue);

    /// <summary>The encrypted property whose blind index the result is, or may be, a value of.</summary>
    public IProperty? TopIndexed => Indexed ?? First(Alternatives ?? [], static alternative => alternative.TopIndexed);

    /// <summary>An encrypted value that the result holds outside of entities.</summary>
    public IProperty? Carried => Value ?? First(Parts, static part => part.Carried);

    /// <summary>An encrypted property of which comparing the result would compare the ciphertext. Entities compare by their keys.</summary>
    public IProperty? Compared => Value
        ?? (Structure is IEntityType entity && entity.FindPrimaryKey() is not null ? null : StructureMember)
        ?? First(Parts, static part => part.Compared);

    /// <summary>An encrypted property that the result holds anywhere.</summary>
    public IProperty? Reachable => Value ?? StructureMember ?? First(Parts, static part => part.Reachable);

    /// <summary>What the elements of the result are.</summary>
    public Shape Elements =>
        Element ?? (Alternatives is { } alternatives ? Any(alternatives.Select(alternative => alternative.Elements)) : Plain);

    private IProperty? StructureMember => Structure is { } type ? EncryptedMember.FirstOf(type) : null;

    private IEnumerable<Shape> Parts
    {
        get
        {
            foreach (var member in Members?.Values ?? [])
                yield return member;
            foreach (var alternative in Alternatives ?? [])
                yield return alternative;
            if (Rest is not null)
                yield return Rest;
            if (Element is not null)
                yield return Element;
            if (Key is not null)
                yield return Key;
        }
    }

    public static Shape Of(IProperty value) => new() { Value = value };

    public static Shape OfIndex(IProperty source) => new() { Indexed = source };

    public static Shape Of(ITypeBase structure) => new() { Structure = structure };

    public static Shape Sequence(Shape element) => element == Plain ? Plain : new() { Element = element };

    public static Shape Group(Shape key, Shape element) =>
        key == Plain && element == Plain ? Plain : new() { Key = key, Element = element };

    public static Shape Composite(IReadOnlyDictionary<string, Shape> members, Shape rest) =>
        rest == Plain && members.Values.All(member => member == Plain) ? Plain : new() { Members = members, Rest = rest };

    /// <summary>Either of some shapes.</summary>
    public static Shape Any(IEnumerable<Shape> shapes)
    {
        List<Shape> distinct = [];
        foreach (var shape in shapes.SelectMany(shape => shape.Alternatives ?? [shape]))
        {
            if (shape != Plain && !distinct.Exists(shape.Matches))
                distinct.Add(shape);
        }

        return distinct switch
        {
            [] => Plain,
            [var only] => only,
            _ => new() { Alternatives = distinct },
        };
    }

    /// <summary>Whether two shapes hold values of the same properties in the same places.</summary>
    public bool Matches(Shape other) =>
        ReferenceEquals(this, other)
        || (Value == other.Value
            && Indexed == other.Indexed
            && Structure == other.Structure
            && Match(Rest, other.Rest)
            && Match(Element, other.Element)
            && Match(Key, other.Key)
            && Match(Alternatives, other.Alternatives)
            && Members?.Count == other.Members?.Count
            && (Members ?? new Dictionary<string, Shape>()).All(member =>
                other.Members!.TryGetValue(member.Key, out var counterpart) && member.Value.Matches(counterpart)));

    private static bool Match(Shape? left, Shape? right) => left is null ? right is null : right is not null && left.Matches(right);

    private static bool Match(IReadOnlyList<Shape>? left, IReadOnlyList<Shape>? right) =>
        left is null
            ? right is null
            : right is not null && left.Count == right.Count && left.Zip(right).All(pair => pair.First.Matches(pair.Second));

    private static IProperty? First(IEnumerable<Shape> shapes, Func<Shape, IProperty?> property) =>
        shapes.Select(property).FirstOrDefault(found => found is not null);
}
