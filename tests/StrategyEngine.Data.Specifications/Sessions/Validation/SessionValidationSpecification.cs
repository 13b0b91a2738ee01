using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>How an access token is judged, and what judging it writes down.</summary>
public abstract class SessionValidationSpecification<TDatabase> : SessionsSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task An_access_token_lives_for_its_own_time_and_no_longer_than_its_session()
    {
        var sessions = NewNode();
        var userId = await AddUserAsync();
        var tokens = await OpenAsync(sessions, userId);

        Time.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(29.999));
        (await RejectionAsync(sessions, tokens)).Should().BeNull("clocks may differ by 30 seconds");
        Time.Advance(TimeSpan.FromMilliseconds(1));
        (await RejectionAsync(sessions, tokens)).Should().Be(TokenRejection.Expired);

        var brief = await OpenAsync(
            NewNode(options => (options.AbsoluteLifetime, options.IdleTimeout) = (TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5))),
            userId);
        brief.AccessToken.ExpiresAt.Should().BeCloseTo(Time.GetUtcNow().AddMinutes(5), TimeSpan.FromSeconds(1));
    }

    [Test]
    public async Task Use_is_written_down_at_most_once_a_minute()
    {
        var sessions = NewNode();
        var tokens = await OpenAsync(sessions, await AddUserAsync());

        foreach (var (seconds, seen) in new[] { (30, 0), (59, 0), (60, 60), (90, 60), (119, 60), (120, 120) })
        {
            Time.SetUtcNow(Start.AddSeconds(seconds));
            (await RejectionAsync(sessions, tokens, TokenFreshness.Strict)).Should().BeNull();
            (await FindAsync(tokens.SessionId))!.LastSeenAt.Should().Be(Start.AddSeconds(seen), "of second {0}", seconds);
        }

        (await FindAsync(tokens.SessionId))!.IdleExpiresAt.Should().Be(Start.AddSeconds(120).AddHours(2));
    }

    [Test]
    public async Task Strict_validation_sees_a_revocation_elsewhere_at_once()
    {
        var (here, there) = (NewNode(), NewNode());
        var tokens = await OpenAsync(here, await AddUserAsync());
        (await RejectionAsync(there, tokens, TokenFreshness.Strict)).Should().BeNull();

        await here.RevokeSessionAsync(tokens.SessionId);

        (await RejectionAsync(there, tokens, TokenFreshness.Strict)).Should().Be(TokenRejection.SessionRevoked);
        (await RejectionAsync(there, tokens)).Should().Be(TokenRejection.SessionRevoked, "what strict validation saw is remembered");
    }

    [Test]
    public async Task One_token_is_not_taken_for_the_other()
    {
        var sessions = NewNode();
        var tokens = await OpenAsync(sessions, await AddUserAsync());

        (await sessions.ValidateTokenAsync(tokens.RefreshToken.Reveal())).Should()
            .Be(new ValidationResult.Rejected(TokenRejection.Malformed));
        (await sessions.RefreshTokenAsync(tokens.AccessToken.Reveal())).Should().Be(new RefreshResult.Invalid(RefreshRejection.Malformed));
    }

    [Test]
    public async Task What_is_not_a_token_is_rejected()
    {
        var sessions = NewNode();
        var tokens = await OpenAsync(sessions, await AddUserAsync());
        var token = tokens.AccessToken.Reveal();

        foreach (var text in new[]
        {
            null, "", " ", "a.b.c", token + "=", " " + token, "Bearer " + token, token + ".", token[..^1], new string('a', 300_000),
            "\u00E9" + token
        })
        {
            (await sessions.ValidateTokenAsync(text)).Should().BeOfType<ValidationResult.Rejected>();
            (await sessions.RefreshTokenAsync(text)).Should().Be(new RefreshResult.Invalid(RefreshRejection.Malformed));
        }
    }

    [Test]
    public async Task Garbage_is_refused_as_a_refresh_token_without_asking_the_database_for_a_key_or_a_session()
    {
        var sessions = NewNode();
        var tokens = await OpenAsync(sessions, await AddUserAsync());
        var token = tokens.RefreshToken.Reveal();
        var body = token["sert1_".Length..];
        string?[] formless =
        [
            null, "", " ", "sert1_", token[..^1], token + "A", token + "=", token + "\n", " " + token, "Bearer " + token, "sert1_" + token,
            new string('A', 300_000),
            "sert2_" + body, "SERT1_" + body, "sert1-" + body, " sert1" + body, body + "sert1_", new string('A', 98), new string('\0', 98),
            .. "=+/. \n\0é".Select(foreign => token[..40] + foreign + token[41..]), "sert1_" + new string('=', 92), token[..^1] + "=",
        ];
        string[] forged =
        [
            "sert1_" + new string('A', 92), "sert1_" + new string('_', 92), "sert1_" + string.Concat(body.Reverse()),
            .. Enumerable.Range(6, 92).Select(i => token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..]),
        ];

        // With the tables gone, whoever asks them fails.
        string[] tables = ["signing_keys", "user_sessions"];
        foreach (var table in tables)
            await RenameAsync(TestDatabase.Table(table), $"{table}_elsewhere");

        foreach (var garbage in formless)
        {
            (await NewNode().RefreshTokenAsync(garbage)).Should()
                .Be(new RefreshResult.Invalid(RefreshRejection.Malformed), "the form tells it");
            (await sessions.RefreshTokenAsync(garbage)).Should().Be(new RefreshResult.Invalid(RefreshRejection.Malformed));
        }

        foreach (var garbage in forged)
        {
            (await sessions.RefreshTokenAsync(garbage)).Should()
                .Be(new RefreshResult.Invalid(RefreshRejection.Malformed), "the tag tells it, by a key that is at hand");
        }

        await NewNode()
            .Awaiting(node => node.RefreshTokenAsync(forged[0]))
            .Should().ThrowAsync<Exception>("a node without keys reads them for what may be a token");
        await sessions.Awaiting(node => node.RefreshTokenAsync(token)).Should().ThrowAsync<Exception>("the session of a token is read");

        foreach (var table in tables)
            await RenameAsync(TestDatabase.Table($"{table}_elsewhere"), table);
        await RotateAsync(sessions, tokens);

        async Task RenameAsync(string table, string name)
        {
            await using var context = CreateContext();
            await TestDatabase.ExecuteAsOwnerAsync(context, $"ALTER TABLE {table} RENAME TO {name}");
        }
    }
}
