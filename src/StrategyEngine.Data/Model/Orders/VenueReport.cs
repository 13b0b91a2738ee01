namespace StrategyEngine.Data.Model;

/// <summary>What an exchange or a back-test reports of an account: an <see cref="OrderReport"/> or a <see cref="FillReport"/>.</summary>
/// <remarks>Immutable. Apply it with <c>TradeBook</c>; the same one may be applied any number of times, in any order.</remarks>
public abstract record VenueReport
{
    private protected VenueReport()
    {
    }

    /// <summary>The asset.</summary>
    public required Guid AssetId { get; init; }

    /// <summary>The run that it belongs to, or null if that is not known.</summary>
    public Guid? RunId { get; init; }
}
