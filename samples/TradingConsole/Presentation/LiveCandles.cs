using Spectre.Console;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

namespace TradingConsole.Presentation;

/// <summary>Shows candles as they are committed: in place where the console can redraw, else a line for each tenth that closes.</summary>
internal sealed class LiveCandles(IAnsiConsole console, int minutes)
{
    private const int Shown = 6;

    private readonly SortedDictionary<long, CandleRow> _candles = [];
    private int _states;

    private int Closed => _candles.Values.Count(candle => candle.Closed);

    /// <summary>Shows updates until as many candles as expected have closed.</summary>
    public async Task ShowAsync(IAsyncEnumerable<CandleUpdate> updates, CancellationToken cancellationToken)
    {
        if (console.Profile.Capabilities.Ansi && console.Profile.Capabilities.Interactive)
        {
            await console.Live(Table()).StartAsync(display => FollowAsync(updates, _ => display.UpdateTarget(Table()), cancellationToken));
            return;
        }

        await FollowAsync(updates, WriteEachTenth, cancellationToken);
    }

    private async Task FollowAsync(IAsyncEnumerable<CandleUpdate> updates, Action<CandleRow> show, CancellationToken cancellationToken)
    {
        await foreach (var update in updates.WithCancellation(cancellationToken))
        {
            _candles[update.Row.OpenTime] = update.Row;
            _states++;
            show(update.Row);
            if (Closed == minutes)
                return;
        }
    }

    private void WriteEachTenth(CandleRow candle)
    {
        if (candle.Closed && Closed % 10 == 0)
        {
            console.WriteLine(
                $"{candle.OpenInstant:HH:mm}  close {candle.Close,9:0.00}  volume {candle.Volume,10:0.000000}  {Closed} of {minutes} "
                + $"candles closed");
        }
    }

    private Table Table()
    {
        var table = ConsoleLayout.Table("minute UTC", "#open", "#high", "#low", "#close", "#volume", "state");
        foreach (var candle in _candles.Values.TakeLast(Shown))
        {
            var colour = candle.Close >= candle.Open ? "green" : "red";
            table.AddRow(
                $"{candle.OpenInstant:MM-dd HH:mm}",
                $"{candle.Open:0.00}",
                $"{candle.High:0.00}",
                $"{candle.Low:0.00}",
                $"[{colour}]{candle.Close:0.00}[/]",
                $"{candle.Volume:0.000}",
                candle.Closed ? "closed" : "[yellow]forming[/]");
        }

        table.Caption($"{Closed} of {minutes} candles closed, {_states} states committed");
        return table;
    }
}
