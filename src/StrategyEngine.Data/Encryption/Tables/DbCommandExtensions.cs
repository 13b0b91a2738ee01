using System.Data;
using System.Data.Common;

namespace StrategyEngine.Data.Encryption.Jobs;

internal static class DbCommandExtensions
{
    public static DbParameter AddBinary(this DbCommand command, string name, byte[]? value = null)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.DbType = DbType.Binary;
        parameter.Value = (object?)value ?? DBNull.Value;
        command.Parameters.Add(parameter);
        return parameter;
    }
}
