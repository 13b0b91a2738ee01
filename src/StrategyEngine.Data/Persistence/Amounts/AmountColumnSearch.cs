using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace StrategyEngine.Data.Persistence;

/// <summary>Finds out whether a query reads or writes an amount of this library's entities.</summary>
internal sealed class AmountColumnSearch : ExpressionVisitor
{
    private bool _found;

    private AmountColumnSearch()
    {
    }

    public static bool Finds(Expression query)
    {
        var search = new AmountColumnSearch();
        search.Visit(query);
        return search._found;
    }

    protected override Expression VisitExtension(Expression node)
    {
        switch (node)
        {
            case ShapedQueryExpression shaped:
                Visit(shaped.QueryExpression);
                return node;
            case ColumnExpression { Column: { } column }:
                _found |= column.PropertyMappings.Any(mapping => TradingEntityTypes.IsOurs(mapping.Property.DeclaringType)
                    && (Nullable.GetUnderlyingType(mapping.Property.ClrType) ?? mapping.Property.ClrType) == typeof(decimal));
                return node;
            case UpdateExpression update:
                foreach (var setter in update.ColumnValueSetters)
                    Visit(setter.Column);
                break;
        }

        return base.VisitExtension(node);
    }
}
