using System.Data.Common;

using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore.Diagnostics;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Amounts;

/// <summary>
/// Refuses a parameter in the form of an amount that has more decimals than an amount: the driver would cut them without a word.
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
            if (parameter is SqlParameter { Value: decimal value, Scale: 8, Precision: 20 or 28 } && decimal.Round(value, 8) != value)
            {
                throw new AmountQueryException(
                    "a value of more than 8 decimals", "SQL Server", "Round the value before it is given to the query.");
            }
        }

        return result;
    }
}
