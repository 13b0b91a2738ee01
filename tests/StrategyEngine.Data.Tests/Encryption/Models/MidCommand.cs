using System.Data.Common;

using Microsoft.EntityFrameworkCore.Diagnostics;

namespace StrategyEngine.Data.Tests.Encryption.Models;

/// <summary>Does something once between the check that begins a command and the conversion of its parameters.</summary>
internal sealed class MidCommand(Action action) : DbCommandInterceptor
{
    private Action? _action = action;

    public override DbCommand CommandCreated(CommandEndEventData eventData, DbCommand result)
    {
        var once = _action;
        _action = null;
        once?.Invoke();
        return result;
    }
}
