namespace StrategyEngine.Data.Persistence;

/// <summary>A database could not be looked after, backed up or restored. The database is as it was before the call, unless the message says otherwise.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>administration.</c> and the name of <see cref="Fault"/> in snake case, such as <c>administration.disk_full</c>.</remarks>
public class AdministrationException : TradingDataException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="message">What went wrong and what repairs it.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public AdministrationException(AdministrationFault fault, string message, Exception? innerException = null)
        : base($"administration.{SnakeCase.From(fault.ToString())}", message, innerException) => Fault = fault;

    /// <summary>Why.</summary>
    public AdministrationFault Fault { get; }
}
