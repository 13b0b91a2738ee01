using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Persistence.Statements;

namespace StrategyEngine.Data.Sessions;

/// <summary>
/// Writes <see cref="AuthenticationEvent"/>s: in the transaction of what they tell, or by themselves where nothing else is written.
/// </summary>
internal static class AuthenticationLog
{
    private static readonly EntityInsert<AuthenticationEvent> Insert = new();

    /// <summary>
    /// Writes an event of a session within the caller's transaction, at the least cost: for what happens at every log-in and refresh. The
    /// caller meters it once it has committed.
    /// </summary>
    public static Task<int> AppendAsync(
        OpenContext open,
        SessionServices services,
        AuthenticationEventKind kind,
        Guid userId,
        Guid sessionId,
        ClientInfo client,
        CancellationToken cancellationToken,
        string? detail = null)
    {
        var entry = New(services, kind, userId, sessionId, null, detail, client);
        return Insert.ExecuteAsync(open, entry, entry.OccurredAt, cancellationToken);
    }

    /// <summary>Adds an event to a context that the caller saves.</summary>
    public static void Add(
        DbContext context,
        SessionServices services,
        AuthenticationEventKind kind,
        Guid? userId,
        Guid? sessionId = null,
        Guid? subjectId = null,
        string? detail = null,
        ClientInfo? client = null)
    {
        SessionMetrics.Happened(SnakeCase.Write(kind));
        context.Add(New(services, kind, userId, sessionId, subjectId, detail, client));
    }

    /// <summary>Writes an event by itself.</summary>
    public static async Task WriteAsync(
        SessionServices services,
        AuthenticationEventKind kind,
        Guid? userId,
        CancellationToken cancellationToken,
        Guid? sessionId = null,
        Guid? subjectId = null,
        string? detail = null,
        ClientInfo? client = null)
    {
        var context = services.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            Add(context, services, kind, userId, sessionId, subjectId, detail, client);
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static AuthenticationEvent New(
        SessionServices services,
        AuthenticationEventKind kind,
        Guid? userId,
        Guid? sessionId,
        Guid? subjectId,
        string? detail,
        ClientInfo? client) => new()
        {
            Id = services.NextEventId(),
            OccurredAt = services.Now,
            Kind = kind,
            UserId = userId,
            SessionId = sessionId,
            SubjectId = subjectId,
            Detail = detail,
            IpAddress = ClientText.Address(client?.IpAddress),
        };
}
