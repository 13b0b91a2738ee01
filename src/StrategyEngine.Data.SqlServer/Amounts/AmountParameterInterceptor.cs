using System.Data.Common;
using System.Globalization;

using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore.Diagnostics;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Amounts;

/// <summary>
/// Refuses a parameter in the form of an amount that has more decimals than that form: the driver would cut them without a word.
/// </summary>
internal sealed class AmountParameterInterceptor : DbCommandInterceptor
{
    private AmountParameterInterceptor()
    {
    }

    public static AmountParameterInterceptor Instance { get; } = new();

    public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
    {
        foreach (DbParameter parameter in result.Parameters)
        {
            if (parameter is SqlParameter { Value: decimal value, Scale: var scale and (8 or 12), Precision: 20 or 28 }
                && decimal.Round(value, scale) != value)
            {
                throw new AmountQueryException(
                    string.Create(CultureInfo.InvariantCulture, $"a value of more than {scale} decimals"),
                    "SQL Server",
                    "Round the value before it is given to the query.");
            }
        }

        return result;
    }
}
