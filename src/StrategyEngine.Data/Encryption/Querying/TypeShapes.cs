using Microsoft.EntityFrameworkCore.Metadata;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>Tells from a CLR type alone what an expression of unknown origin may hold.</summary>
internal sealed class TypeShapes(IModel model)
{
    private readonly Dictionary<Type, Shape> _known = [];

    public Shape Of(Type type)
    {
        if (!_known.TryGetValue(type, out var shape))
        {
            // A type that leads back to itself is plain at its second sight.
            _known[type] = Shape.Plain;
            _known[type] = shape = Find(type);
        }

        return shape;
    }

    private Shape Find(Type type)
    {
        if (type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(object))
            return Shape.Plain;
        var structures = model.GetEntityTypes()
            .SelectMany(entity => WithComplexTypes(entity))
            .Where(structure => Related(structure.ClrType, type))
            .Select(Shape.Of)
            .ToList();
        if (structures.Count > 0)
            return Shape.Any(structures);
        if (Argument(type, typeof(IGrouping<,>)) is [var key, var grouped])
            return Shape.Group(Of(key), Of(grouped));
        return Argument(type, typeof(IEnumerable<>)) is [var element] ? Shape.Sequence(Of(element)) : Shape.Plain;
    }

    private static IEnumerable<ITypeBase> WithComplexTypes(ITypeBase type) =>
        type.GetComplexProperties().SelectMany(property => WithComplexTypes(property.ComplexType)).Prepend(type);

    private static bool Related(Type mapped, Type type) =>
        mapped.IsAssignableFrom(type)
            || (type.IsAssignableFrom(mapped) && type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true);

    private static Type[]? Argument(Type type, Type definition) =>
        type.GetInterfaces().Prepend(type)
            .FirstOrDefault(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == definition)?
            .GetGenericArguments();
}
