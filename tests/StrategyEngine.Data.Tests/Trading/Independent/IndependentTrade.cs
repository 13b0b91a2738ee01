using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Tests.Trading.Independent;

/// <summary>A round trip of <see cref="IndependentBook"/>, as sums from which every figure is divided at the end.</summary>
internal sealed class IndependentTrade
{
    public required string Opening { get; init; }

    public required PositionSide Side { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required Guid? StrategyId { get; init; }

    public DateTimeOffset? ClosedAt { get; set; }

    public Rational BoughtIn { get; set; }

    public Rational TakenOut { get; set; }

    public Rational InUnits { get; set; }

    public Rational InValue { get; set; }

    public Rational InPriced { get; set; }

    public Rational OutUnits { get; set; }

    public Rational OutValue { get; set; }

    public Rational OutPriced { get; set; }

    public Rational CostOfDustUsed { get; set; }

    public Rational DustUsed { get; set; }

    public Rational Left { get; set; }

    public Rational CostLeft { get; set; }

    public Rational FeesInProfit { get; set; }

    public Dictionary<Currency, Rational> Fees { get; } = [];

    public HashSet<Currency> Unknown { get; } = [];
}
