using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Trading.Books;

/// <summary>The fills of one account in one asset, as a process keeps them between calls. Not thread-safe.</summary>
internal sealed class AssetBook
{
    public AssetBook(Asset asset, TradingAccount account)
    {
        Terms = InstrumentTerms.Of(asset);
        Rules = AccountRules.Of(account);
        Positions = new PositionBook(Terms, Rules, (fill, _) => fill.FeeRate);
    }

    /// <summary>The instrument.</summary>
    public InstrumentTerms Terms { get; }

    /// <summary>How the account keeps positions.</summary>
    public AccountRules Rules { get; }

    /// <summary>The fills.</summary>
    public PositionBook Positions { get; }

    /// <summary>The number of the last fill that is in it.</summary>
    public long LastNumber { get; set; }

    /// <summary>The generation that the fills were read in.</summary>
    public long Generation { get; init; }

    /// <summary>Whether it was made for what asset and account still say.</summary>
    public bool IsFor(Asset asset, TradingAccount account) =>
        Terms == InstrumentTerms.Of(asset) && Rules == AccountRules.Of(account);
}
