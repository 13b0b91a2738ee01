using System.Data.Common;

using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>
/// Tells the values that are converted for the parameters of a command from those that become a part of a query's SQL. What is not known to
/// be a parameter counts as the other.
/// </summary>
/// <remarks>
/// Entity Framework makes the parameters of a command on one thread, between two events. One that cannot be converted ends that without a
/// further event, so that only what lies between two events of the same command is taken for parameters.
/// </remarks>
internal static class ParameterValues
{
    [ThreadStatic]
    private static ParameterFrame _frame;

    /// <summary>Makes a parameter by hand.</summary>
    public static DbParameter Create(RelationalTypeMapping mapping, DbCommand command, string name, object? value)
    {
        var outer = _frame;
        _frame = new ParameterFrame(IsByHand: true, Guid.Empty, null, 0);
        try
        {
            return mapping.CreateParameter(command, name, value, nullable: true);
        }
        finally
        {
            _frame = outer;
        }
    }

    /// <summary>The value as a parameter that is made by hand holds it.</summary>
    public static object? ToProvider(ValueConverter converter, object? value)
    {
        var outer = _frame;
        _frame = new ParameterFrame(IsByHand: true, Guid.Empty, null, 0);
        try
        {
            return converter.ConvertToProvider(value);
        }
        finally
        {
            _frame = outer;
        }
    }

    /// <summary>Begins to convert a value by the keys of the ring that holds a model.</summary>
    /// <returns>What to give to <see cref="Resume"/> afterwards: the keys may be read by commands of their own before that.</returns>
    public static ParameterFrame Suspend(ModelSlot? slot)
    {
        var frame = _frame;
        _frame = default;
        if (slot is null || frame.IsByHand)
            return frame;
        slot.MarkConstants();
        return frame.Command != Guid.Empty && (frame.Slot is null || frame.Slot == slot)
            ? frame with { Slot = slot, Count = frame.Count + 1 }
            : frame;
    }

    /// <summary>Ends the conversion of a value.</summary>
    public static void Resume(ParameterFrame frame) => _frame = frame;

    /// <summary>Begins the parameters of a command.</summary>
    public static void Begin(Guid command) => _frame = new ParameterFrame(IsByHand: false, command, null, 0);

    /// <summary>Ends the parameters of a command: what was converted since they began became no part of a query.</summary>
    public static void End(Guid command)
    {
        if (_frame.Command == command)
            _frame.Slot?.UnmarkConstants(_frame.Count);
        _frame = default;
    }
}
