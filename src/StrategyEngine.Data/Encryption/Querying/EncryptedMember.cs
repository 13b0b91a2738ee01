using Microsoft.EntityFrameworkCore.Metadata;

using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>Finds encrypted properties in entity types and complex types by the names that a query reads them by.</summary>
internal static class EncryptedMember
{
    /// <summary>Any encrypted property that an instance of a type may hold, in derived types and complex properties too.</summary>
    public static IProperty? FirstOf(ITypeBase type)
    {
        foreach (var candidate in Family(type))
        {
            foreach (var property in candidate.GetProperties())
            {
                if (EncryptedProperties.Column(property) is not null)
                    return property;
            }

            foreach (var complex in candidate.GetComplexProperties())
            {
                if (FirstOf(complex.ComplexType) is { } inner)
                    return inner;
            }
        }

        return null;
    }

    /// <summary>What a member of an instance holds; null if the model does not know the member.</summary>
    /// <param name="type">The type of the instance in the model.</param>
    /// <param name="instance">The type that the query takes the instance for: a base, an interface, or what it was cast to.</param>
    /// <param name="name">The name of the member.</param>
    public static Shape? Find(ITypeBase type, Type instance, string name)
    {
        // An explicitly implemented member is named Interface.Member, and Entity Framework takes the last part.
        name = name[(name.LastIndexOf('.') + 1)..];
        var family = Family(type).ToList();
        if (family.Where(candidate => instance.IsAssignableFrom(candidate.ClrType)).ToList() is { Count: > 0 } narrowed)
            family = narrowed;
        var found = family.Select(candidate => Find(candidate, name)).OfType<Shape>().ToList();
        return found.Count == 0 ? null : found.Find(shape => shape.Value is not null) ?? Shape.Any(found);
    }

    /// <summary>The encrypted property of any type whose blind index has a name; null if none has.</summary>
    public static IProperty? FindIndexed(IModel model, string name) =>
        model.GetEntityTypes()
            .Select(type => type.FindProperty(name) is { } index ? EncryptedProperties.Source(index) : null)
            .FirstOrDefault(source => source is not null);

    private static Shape? Find(ITypeBase type, string name)
    {
        if (type.FindProperty(name) is { } property)
        {
            return EncryptedProperties.Column(property) is not null ? Shape.Of(property)
                : EncryptedProperties.Source(property) is { } source ? Shape.OfIndex(source)
                : Shape.Plain;
        }

        if (type.FindComplexProperty(name) is { } complex)
            return complex.IsCollection ? Shape.Sequence(Shape.Of(complex.ComplexType)) : Shape.Of(complex.ComplexType);
        if (type is IEntityType entity
            && ((INavigationBase?)entity.FindNavigation(name) ?? entity.FindSkipNavigation(name)) is { } navigation)
        {
            return navigation.IsCollection ? Shape.Sequence(Shape.Of(navigation.TargetEntityType)) : Shape.Of(navigation.TargetEntityType);
        }

        return null;
    }

    private static IEnumerable<ITypeBase> Family(ITypeBase type) =>
        type is IEntityType entity ? entity.GetDerivedTypesInclusive() : [type];
}
