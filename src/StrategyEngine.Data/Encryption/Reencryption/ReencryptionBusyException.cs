using System.Globalization;

namespace StrategyEngine.Data.Encryption;

/// <summary>Another process is re-encrypting the database, or did so until it was killed a moment ago.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>encryption.reencryption_busy</c>.</remarks>
public sealed class ReencryptionBusyException : TradingDataException
{
    internal ReencryptionBusyException(string owner, DateTimeOffset until)
        : base(
            "encryption.reencryption_busy",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{owner} is re-encrypting this database, and holds the lease until {until:u}. Wait for it; if it was killed, start again "
                + $"after that time, and it goes on where that run stopped."))
    {
        Owner = owner;
        Until = until;
    }

    /// <summary>Machine and process that hold the lease.</summary>
    public string Owner { get; }

    /// <summary>Until when they hold it, unless they extend it.</summary>
    public DateTimeOffset Until { get; }
}
