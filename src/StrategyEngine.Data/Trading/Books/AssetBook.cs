using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Trading.Books;

/// <summary>The fills of one account in one asset, as a process keeps them between calls. Not thread-safe.</summary>
internal sealed class AssetBook(Asset asset, TradingAccount account)
{
    /// <summary>The instrument.</summary>
    public InstrumentTerms Terms { get; } = InstrumentTerms.Of(asset);

    /// <summary>How the account keeps positions.</summary>
    public PositionRules Rules { get; } = new(account.PositionMode, account.CostMethod, account.IsMargined);

    /// <summary>The fills.</summary>
    public PositionBook Positions { get; } = new(
        InstrumentTerms.Of(asset),
        new PositionRules(account.PositionMode, account.CostMethod, account.IsMargined),
        (fill, _) => fill.FeeRate);

    /// <summary>The number of the last fill that is in it.</summary>
    public long LastNumber { get; set; }

    /// <summary>The generation that the fills were read in.</summary>
    public long Generation { get; set; }

    /// <summary>Whether it was made for what asset and account still say.</summary>
    public bool IsFor(Asset asset, TradingAccount account) =>
        Terms == InstrumentTerms.Of(asset) && Rules == new PositionRules(account.PositionMode, account.CostMethod, account.IsMargined);
}
