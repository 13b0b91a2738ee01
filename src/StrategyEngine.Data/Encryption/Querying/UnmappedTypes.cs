using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>
/// Refuses raw SQL that is read into a type with encrypted properties which the model does not have: no column of the model tells by which
/// keys and under which stable name its values were sealed.
/// </summary>
internal sealed class UnmappedTypes(IModel model) : ExpressionVisitor
{
    protected override Expression VisitExtension(Expression node)
    {
        if (node is not EntityQueryRootExpression root)
            return base.VisitExtension(node);
        return model.FindEntityType(root.EntityType.Name) != root.EntityType && EncryptedMember.FirstOf(root.EntityType) is { } property
            ? throw Refusal.OfUnmapped(property)
            : node;
    }
}
