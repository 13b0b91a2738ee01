using System.Globalization;

using ScottPlot;
using ScottPlot.TickGenerators;

using StrategyEngine.Data.Performance;

namespace TradingConsole.Presentation;

/// <summary>Draws an equity curve above its drawdown.</summary>
internal static class EquityChart
{
    private const int Width = 1200;
    private const int Height = 800;

    public static void Save(EquityCurve curve, string title, FileInfo file)
    {
        var chart = new Multiplot();
        chart.AddPlots(2);
        DrawEquity(chart.GetPlot(0), curve, title);
        DrawDrawdown(chart.GetPlot(1), curve);
        chart.SharedAxes.ShareX(chart.GetPlots());
        chart.SavePng(file.FullName, Width, Height);
    }

    private static void DrawEquity(Plot plot, EquityCurve curve, string title)
    {
        var line = plot.Add.Scatter(
            curve.Points.Select(point => point.Time.UtcDateTime).ToArray(),
            curve.Points.Select(point => (double)point.Equity).ToArray());
        line.MarkerSize = 0;
        line.LineWidth = 2;
        line.Color = Colors.SteelBlue;
        plot.Title(title);
        plot.YLabel("equity");
        LayOut(plot);
    }

    private static void DrawDrawdown(Plot plot, EquityCurve curve)
    {
        var times = curve.Drawdowns.Select(point => point.Time.UtcDateTime.ToOADate()).ToArray();
        var depths = curve.Drawdowns.Select(point => point.Depth * 100).ToArray();
        var area = plot.Add.FillY(times, depths, new double[times.Length]);
        area.FillColor = Colors.IndianRed.WithAlpha(0.4);
        area.LineColor = Colors.IndianRed;
        plot.YLabel("drawdown (%)");
        LayOut(plot);
    }

    // The same margins in both, so that their times stand below each other.
    private static void LayOut(Plot plot)
    {
        var time = plot.Axes.DateTimeTicksBottom();
        time.TickGenerator = new DateTimeAutomatic { LabelFormatter = tick => tick.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };
        plot.Axes.Margins(0, 0.05);
        plot.Layout.Fixed(new PixelPadding(left: 110, right: 30, bottom: 40, top: 50));
    }
}
