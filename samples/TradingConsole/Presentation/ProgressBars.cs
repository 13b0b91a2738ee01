using Spectre.Console;

using StrategyEngine.Data.MarketData;

namespace TradingConsole.Presentation;

/// <summary>Progress bars; on a console that cannot redraw a line, nothing until the work is done.</summary>
internal static class ProgressBars
{
    private static readonly IAnsiConsole Silent = AnsiConsole.Create(
        new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });

    public static async Task<T> WithProgressAsync<T>(this IAnsiConsole console, Func<ProgressContext, Task<T>> work)
    {
        var progress = (console.Profile.Capabilities.Ansi ? console : Silent).Progress().Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left },
            new ProgressBarColumn { Width = 30 },
            new PercentageColumn(),
            new ElapsedTimeColumn());
        return await progress.StartAsync(work);
    }

    /// <summary>Moves a bar of length 1 as far as a file has been read.</summary>
    public static IProgress<CandleImportProgress> OfFile(ProgressTask task) =>
        Report<CandleImportProgress>(import => task.Value = import.Fraction ?? 0);

    /// <summary>Reports where the work is done: <see cref="Progress{T}"/> would report later, from another thread.</summary>
    public static IProgress<T> Report<T>(Action<T> report) => new Immediate<T>(report);

    private sealed class Immediate<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
