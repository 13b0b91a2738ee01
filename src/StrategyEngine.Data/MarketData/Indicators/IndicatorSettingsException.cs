namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>
/// The version is stored with other settings. Code: <c>indicators.other_settings</c>. Take a new version, or remove the old one with
/// <c>IndicatorStore.RemoveAsync</c>.
/// </summary>
public sealed class IndicatorSettingsException : TradingDataException
{
    internal IndicatorSettingsException(int version, string stored, string asked)
        : base(
            "indicators.other_settings",
            $"Version {version} of these indicators is stored with other settings: it has '{stored}', not '{asked}'. Set "
            + $"IndicatorSettings.Version to a new number, or call IndicatorStore.RemoveAsync for this one first.")
    {
    }
}
