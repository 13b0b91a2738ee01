using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;
using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>Finds the first encrypted property that an expression reads.</summary>
internal sealed class EncryptedReadFinder(EncryptedModel model) : ExpressionVisitor
{
    private readonly ShapeReader _shapes = new(model);
    private IProperty? _found;

    public IProperty Find(Expression expression)
    {
        Visit(expression);
        return _found ?? throw new InvalidOperationException("The expression reads no encrypted property.");
    }

    public override Expression? Visit(Expression? node)
    {
        _found ??= node is null ? null : _shapes.Value(node);
        return _found is null ? base.Visit(node) : node;
    }
}
