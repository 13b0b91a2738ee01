using System.CommandLine;
using System.CommandLine.Parsing;

using StrategyEngine.Data.Model;

namespace TradingConsole.Commands;

internal static class TimeframeOption
{
    /// <summary>The option <c>--timeframe</c>; required if it has no default.</summary>
    public static Option<Timeframe> Create(Func<ArgumentResult, Timeframe>? standard = null) => new("--timeframe")
    {
        Description = "The length of the candles",
        HelpName = string.Join('|', Timeframe.All),
        Required = standard is null,
        DefaultValueFactory = standard,
        CustomParser = Parse,
    };

    private static Timeframe? Parse(ArgumentResult argument)
    {
        if (Timeframe.TryParse(argument.Tokens[0].Value, out var timeframe))
            return timeframe;
        argument.AddError($"'{argument.Tokens[0].Value}' is not a timeframe; the codes are {string.Join(", ", Timeframe.All)}.");
        return null;
    }
}
