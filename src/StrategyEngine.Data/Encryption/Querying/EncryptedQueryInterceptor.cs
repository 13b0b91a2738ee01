using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>Passes every query through <see cref="EncryptedQueryGuard"/> when it is compiled. Stateless.</summary>
internal sealed class EncryptedQueryInterceptor : IQueryExpressionInterceptor
{
    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        if (eventData.Context is not { } context)
            return queryExpression;
        RingModels.Of(context)?.Demand();
        new UnmappedTypes(context.Model).Visit(queryExpression);
        var model = EncryptedModel.Of(context.Model);
        return model.IsEmpty
            ? queryExpression
            : EncryptedQueryGuard.Check(
                queryExpression, model, type => context.GetService<ITypeMappingSource>().FindMapping(type) is not null);
    }
}
