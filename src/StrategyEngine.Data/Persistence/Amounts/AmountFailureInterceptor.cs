using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;

using Microsoft.EntityFrameworkCore.Diagnostics;

namespace StrategyEngine.Data.Persistence;

/// <summary>Turns the database's refusal of an amount that does not fit into <see cref="AmountOutOfRangeException"/>.</summary>
/// <remarks>Stateless.</remarks>
internal sealed partial class AmountFailureInterceptor : DbCommandInterceptor
{
    private AmountFailureInterceptor()
    {
    }

    public static AmountFailureInterceptor Instance { get; } = new();

    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData)
    {
        if (eventData.Exception is DbException failure && Failure().Match(failure.Message) is { Success: true } match)
        {
            throw new AmountOutOfRangeException(
                match.Groups[1].Value,
                int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture),
                int.Parse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture));
        }
    }

    public override Task CommandFailedAsync(
        DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        CommandFailed(command, eventData);
        return Task.CompletedTask;
    }

    [GeneratedRegex(@"(\w+\.\w+) does not fit DECIMAL\((\d+),(\d+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Failure();
}
