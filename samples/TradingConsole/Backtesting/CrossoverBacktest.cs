using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;

namespace TradingConsole.Backtesting;

/// <summary>Trades the crossover of two moving averages, long or flat, one candle at a time.</summary>
/// <remarks>
/// It cannot look ahead: it is handed each candle once, in order, fills what the last close ordered at the candle's open,
/// and only then looks at the candle's close.
/// </remarks>
internal sealed class CrossoverBacktest(
    CrossoverSettings settings, decimal positionSize, OrderRules rules, Timeframe timeframe, Currency currency)
{
    private readonly CrossoverDetector _detector = new(settings.FastPeriod, settings.SlowPeriod);
    private readonly List<CrossoverSignal> _signals = [];
    private readonly List<SimulatedPosition> _positions = [];
    private readonly List<EquityPoint> _equity = [];

    private decimal _cash = settings.StartingCash;
    private CrossoverSignal? _order;
    private SimulatedPosition? _open;
    private decimal _firstClose;
    private decimal _lastClose;

    /// <summary>Runs over closed candles in ascending order of time.</summary>
    /// <exception cref="InvalidOperationException">There is no candle.</exception>
    public async Task<BacktestResult> RunAsync(IAsyncEnumerable<CandleRow> candles, CancellationToken cancellationToken = default)
    {
        await foreach (var candle in candles.WithCancellation(cancellationToken))
            Add(candle);
        return Result();
    }

    public void Add(CandleRow candle)
    {
        if (_equity.Count == 0)
        {
            _equity.Add(new EquityPoint(candle.OpenInstant, _cash));
            _firstClose = candle.Close;
        }

        Execute(candle.OpenInstant, candle.Open);
        Observe(timeframe.Next(candle.OpenInstant), candle.Close);
    }

    public BacktestResult Result() =>
        _equity.Count == 0
            ? throw new InvalidOperationException("A back-test needs candles.")
            : new BacktestResult(_signals, _positions, new EquityCurve(currency, _equity), _firstClose, _lastClose);

    private void Execute(DateTimeOffset time, decimal price)
    {
        if (_order is { Side: OrderSide.Buy } && _open is null)
            Enter(_order, time, price);
        else if (_order is { Side: OrderSide.Sell } && _open is not null)
            Exit(_open, time, price);
        _order = null;
    }

    private void Enter(CrossoverSignal signal, DateTimeOffset time, decimal price)
    {
        var quantity = rules.Quantity(_cash * positionSize, price, settings.CommissionRate);
        if (quantity == 0)
            return;

        var fill = new SimulatedFill(OrderSide.Buy, time, price, quantity, Commission(quantity, price));
        _cash -= quantity * price + fill.Commission;
        _open = new SimulatedPosition(signal, fill);
        _positions.Add(_open);
    }

    private void Exit(SimulatedPosition position, DateTimeOffset time, decimal price)
    {
        var quantity = position.Entry.Quantity;
        var fill = new SimulatedFill(OrderSide.Sell, time, price, quantity, Commission(quantity, price));
        _cash += quantity * price - fill.Commission;
        _positions[^1] = position with { Exit = fill };
        _open = null;
    }

    private void Observe(DateTimeOffset time, decimal close)
    {
        _equity.Add(new EquityPoint(time, _cash + (_open?.Entry.Quantity ?? 0) * close));
        _lastClose = close;
        if (_detector.Add(close) is not { } side)
            return;
        _order = new CrossoverSignal(side, time, close);
        _signals.Add(_order);
    }

    private decimal Commission(decimal quantity, decimal price) =>
        decimal.Round(quantity * price * settings.CommissionRate, 8, MidpointRounding.ToEven);
}
