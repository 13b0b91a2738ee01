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

    /// <summary>Stores a currency as its code.</summary>
    public static PropertyBuilder<T> IsCurrency<T>(this PropertyBuilder<T> property) =>
        property.HasConversion(new CurrencyConverter()).HasMaxLength(Model.Currency.LongestCode);

    /// <summary>Names the form; without one the amount is stored as <see cref="AmountForm.Money"/>.</summary>
    public static PropertyBuilder<T> HasForm<T>(this PropertyBuilder<T> property, AmountForm form)
    {
        var (precision, scale) = StorageForms.DigitsOf(form);
        return property.HasPrecision(precision, scale);
    }
}
