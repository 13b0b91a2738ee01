using System.Globalization;

using Spectre.Console;

using StrategyEngine.Data.Performance;

using TradingConsole.Backtesting;
using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Prints the metrics of a back-test and draws its equity and drawdown.</summary>
internal sealed class ReportStep(DatabaseLocation location, IAnsiConsole console)
{
    public void Run(RecordedBacktest backtest)
    {
        var metrics = backtest.Performance.AllTime.GetValueOrDefault(backtest.Asset.QuoteCurrency)
            ?? throw new Failure("The back-test recorded no performance.");
        var curve = backtest.Result.Equity;
        var (start, end) = (curve.Points[0], curve.Points[^1]);

        var table = ConsoleLayout.Table("metric", "#value", "metric", "#value");
        table.AddRow("from", Date(start.Time), "to", Date(end.Time));
        table.AddRow(
            $"starting equity, {metrics.Currency}", Money(start.Equity), $"final equity, {metrics.Currency}", Money(end.Equity));
        table.AddRow(
            "return",
            Percent((double)(end.Equity / start.Equity) - 1),
            "buying and holding",
            Percent((double)(backtest.Result.LastClose / backtest.Result.FirstClose) - 1));
        table.AddRow("maximum drawdown", Percent(metrics.MaxDrawdown), "total profit", Money(metrics.TotalPnl));
        table.AddRow("Sharpe ratio", Ratio(metrics.SharpeRatio), "Sortino ratio", Ratio(metrics.SortinoRatio));
        table.AddRow("closed trades", $"{metrics.TotalTrades}", "won / lost", $"{metrics.WinningTrades} / {metrics.LosingTrades}");
        table.AddRow("win rate", Percent(metrics.WinRate), "profit factor", Ratio(metrics.ProfitFactor));
        table.AddRow("expectancy", Money(metrics.Expectancy), "fees", Money(metrics.Fees));
        table.AddRow("exposure", Percent(metrics.Exposure), "turnover", Money(metrics.Turnover));
        table.AddRow("average win", Money(metrics.AvgWin), "average loss", Money(metrics.AvgLoss));
        table.AddRow("largest win", Money(metrics.LargestWin), "largest loss", Money(metrics.LargestLoss));
        console.Write(table);
        console.MarkupLineInterpolated($"[grey]Ratios over daily returns, {metrics.PeriodsPerYear:0} a year.[/]");
        Draw(backtest, curve);
    }

    private void Draw(RecordedBacktest backtest, EquityCurve curve)
    {
        var title = $"{backtest.Strategy.Name}, averages of {backtest.Settings.FastPeriod} and {backtest.Settings.SlowPeriod}";
        EquityChart.Save(curve, title, location.EquityChart);
        console.WriteLine("Equity and drawdown are drawn in");
        console.WriteUnbroken(location.EquityChart.FullName);
    }

    private static string Date(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Money(decimal? amount) => amount?.ToString("N2", CultureInfo.InvariantCulture) ?? "-";

    private static string Percent(double? fraction) =>
        fraction is { } value ? (value * 100).ToString("N1", CultureInfo.InvariantCulture) + " %" : "-";

    private static string Ratio(double? value) => value?.ToString("N2", CultureInfo.InvariantCulture) ?? "-";
}
