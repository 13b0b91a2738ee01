using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Metadata;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>What the guard has found out about one query so far, and where in it the guard stands.</summary>
internal sealed class QueryScope(IModel model)
{
    private readonly Dictionary<ParameterExpression, Shape> _parameters = [];
    private readonly Dictionary<Expression, Expression> _owners = new(ReferenceEqualityComparer.Instance);

    public IModel Model { get; } = model;

    public TypeShapes Types { get; } = new(model);

    /// <summary>The Select that the query ends with, which Entity Framework runs in the program where the database cannot.</summary>
    public Expression? LastSelect { get; init; }

    /// <summary>Whether what is visited stands in the lambda of <see cref="LastSelect"/> itself, not in one within.</summary>
    public bool InLastSelect { get; set; }

    /// <summary>Whether what is visited only becomes a part of the result.</summary>
    public bool IsProjecting { get; set; } = true;

    /// <summary>The number of lambdas around what is visited.</summary>
    public int Lambdas { get; set; }

    /// <summary>The last property in whose place its blind index was put.</summary>
    public IProperty? Indexed { get; set; }

    /// <summary>Tells a parameter of a lambda what runs through it.</summary>
    public void Bind(ParameterExpression parameter, Shape shape) => _parameters[parameter] = shape;

    public Shape ShapeOf(ParameterExpression parameter) =>
        _parameters.TryGetValue(parameter, out var bound) ? bound : Types.Of(parameter.Type);

    /// <summary>Notes that a visited expression reads an encrypted property of an entity directly.</summary>
    public void NoteOwner(Expression read, Expression entity) => _owners[read] = entity;

    /// <summary>
    /// The entity of which a visited expression reads an encrypted property directly; null if it does not.
    /// </summary>
    public Expression? OwnerOf(Expression read) => _owners.GetValueOrDefault(read);
}
