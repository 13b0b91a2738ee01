using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Encryption.Redaction;

/// <summary>
/// Entity Framework's diagnostic listener without the events that would show encrypted values: changes of encrypted properties, and the
/// text of queries. Thread-safe.
/// </summary>
internal sealed class RedactingDiagnosticSource : DiagnosticSource, IDisposable
{
    private readonly DiagnosticListener _listener = new(DbLoggerCategory.Name);

    public override bool IsEnabled(string name) => name != RevealingEvents.Query.Name && _listener.IsEnabled(name);

    public override bool IsEnabled(string name, object? arg1, object? arg2 = null) =>
        name != RevealingEvents.Query.Name && _listener.IsEnabled(name, arg1, arg2);

    [RequiresUnreferencedCode("The payload is read by reflection.")]
    public override void Write(string name, object? value)
    {
        if (!RevealingEvents.Contains(name)
            || value is PropertyChangedEventData { Property: var property } && EncryptedProperties.Column(property) is null)
        {
            _listener.Write(name, value);
        }
    }

    public void Dispose() => _listener.Dispose();
}
