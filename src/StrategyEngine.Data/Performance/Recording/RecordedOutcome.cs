using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance.Recording;

/// <summary>A closed trade, or what it paid in another currency than that of its profit.</summary>
internal readonly record struct RecordedOutcome(DateTimeOffset Instant, ClosedTrade? Trade, Money? Fee = null, Money? Funding = null);
