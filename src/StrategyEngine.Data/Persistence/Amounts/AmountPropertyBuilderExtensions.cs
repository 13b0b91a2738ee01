using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace StrategyEngine.Data.Persistence;

internal static class AmountPropertyBuilderExtensions
{
    /// <summary>Names the rule; the provider's form of the CHECK constraint is added when the model is finalized.</summary>
    public static PropertyBuilder<T> HasRule<T>(this PropertyBuilder<T> property, AmountRule rule)
    {
        property.Metadata.SetAnnotation(TradingModelConvention.AmountRuleAnnotation, rule.ToString());
        return property;
    }
}
