using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace StrategyEngine.Data.Persistence;

/// <summary>Gives the provider its say: how an amount is checked, and what else it stores in a form of its own.</summary>
internal sealed class TradingModelConvention(TradingProvider provider) : IModelFinalizingConvention
{
    public const string AmountRuleAnnotation = "Trading:AmountRule";

    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entityType in modelBuilder.Metadata.GetEntityTypes().Where(TradingEntityTypes.IsOurs))
        {
            foreach (var property in entityType.GetDeclaredProperties())
            {
                if (property.FindAnnotation(AmountRuleAnnotation)?.Value is not string rule)
                    continue;
                var column = property.GetColumnName();
                var comparison = rule == nameof(AmountRule.Positive) ? "> 0" : ">= 0";
                entityType.Builder.HasCheckConstraint(
                    $"ck_{entityType.GetTableName()}_{column}", $"{provider.AmountInCheck(column)} {comparison}");
                property.Builder.HasNoAnnotation(property.FindAnnotation(AmountRuleAnnotation)!.Name);
            }
        }

        provider.FinalizeModel(modelBuilder);
    }
}
