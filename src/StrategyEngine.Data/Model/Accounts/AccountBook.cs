namespace StrategyEngine.Data.Model;

/// <summary>How many fills an account has in one asset: what two writers of the same book meet at. <c>TradeBook</c> writes it.</summary>
internal sealed class AccountBook : Entity
{
    public required Guid AccountId { get; init; }

    public required Guid AssetId { get; init; }

    /// <summary>The number of the last fill; 0 before the first.</summary>
    public long LastNumber { get; set; }

    /// <summary>How often fills that were stored before were changed: claimed, or given a rate.</summary>
    public long Generation { get; set; }
}
