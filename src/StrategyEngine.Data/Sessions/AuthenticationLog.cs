using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Sessions;

/// <summary>Writes <see cref="AuthenticationEvent"/>s: in the transaction of what they tell, or by themselves where nothing else is written.</summary>
internal static class AuthenticationLog
{
    private static readonly ModelStatement Insert = new(sql =>
        $"""
        INSERT INTO {sql.Table<AuthenticationEvent>()} (
            {sql.Column<AuthenticationEvent>(nameof(AuthenticationEvent.Id))}, {sql.Column<AuthenticationEvent>(nameof(AuthenticationEvent.OccurredAt))},
            {sql.Column<AuthenticationEvent>(nameof(AuthenticationEvent.Kind))}, {sql.Column<AuthenticationEvent>(nameof(AuthenticationEvent.UserId))},
            {sql.Column<AuthenticationEvent>(nameof(AuthenticationEvent.SessionId))}, {sql.Column<AuthenticationEvent>(nameof(AuthenticationEvent.IpAddress))})
        VALUES (
            {sql.Parameter<AuthenticationEvent>(nameof(AuthenticationEvent.Id), "id")}, {sql.Parameter<AuthenticationEvent>(nameof(AuthenticationEvent.OccurredAt), "at")},
            {sql.Parameter<AuthenticationEvent>(nameof(AuthenticationEvent.Kind), "kind")}, {sql.Parameter<AuthenticationEvent>(nameof(AuthenticationEvent.UserId), "user")},
            {sql.Parameter<AuthenticationEvent>(nameof(AuthenticationEvent.SessionId), "session")}, {sql.Parameter<AuthenticationEvent>(nameof(AuthenticationEvent.IpAddress), "ip")})
        """);

    /// <summary>Writes an event of a session within the caller's transaction, at the least cost: for what happens at every refresh.</summary>
    public static Task<int> AppendAsync(
        DbContext context, SessionServices services, AuthenticationEventKind kind, Guid userId, Guid sessionId, ClientInfo client, CancellationToken cancellationToken)
    {
        SessionMetrics.Happened(Names.Of(kind));
        return Insert.ExecuteAsync(
            context, cancellationToken,
            ("id", services.NextEventId()), ("at", services.Now), ("kind", kind), ("user", userId), ("session", sessionId), ("ip", ClientText.Address(client.IpAddress)));
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
        SessionMetrics.Happened(Names.Of(kind));
        context.Add(new AuthenticationEvent
        {
            Id = services.NextEventId(),
            OccurredAt = services.Now,
            Kind = kind,
            UserId = userId,
            SessionId = sessionId,
            SubjectId = subjectId,
            Detail = detail,
            IpAddress = ClientText.Address(client?.IpAddress),
        });
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
}
