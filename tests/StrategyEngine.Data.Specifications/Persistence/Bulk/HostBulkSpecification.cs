using System.Globalization;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.Model;

/// <summary>A host's own records written in bulk, on every engine.</summary>
public abstract class HostBulkSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private ServiceProvider Host { get; set; } = null!;

    protected override async Task MigrateAsync()
    {
        Host = TestDatabase.BuildHostServices<DeskContext>(Time);
        await using var context = CreateHostContext();
        await context.Database.EnsureCreatedAsync();
    }

    [TearDown]
    public ValueTask CloseHostAsync() => Host.DisposeAsync();

    [Test]
    public async Task Values_of_every_type_are_stored_as_saving_stores_them()
    {
        var notes = Notes(70);
        await using var context = CreateHostContext();
        context.AddRange(notes);
        await context.SaveChangesAsync();
        var saved = await ReadAllAsync(context);
        await context.Notes.ExecuteDeleteAsync();

        (await Host.GetRequiredService<BulkWriter>().UpsertAsync(Notes(70))).Inserted.Should().Be(70);

        (await ReadAllAsync(context)).Should().Equal(saved);
        var remarks = await context.Notes.AsNoTracking().OrderBy(note => note.Number).Select(note => note.Remark).ToListAsync();
        remarks.Should().Equal(notes.Select(note => note.Remark));
    }

    [Test]
    public async Task What_has_not_changed_is_told_from_what_has()
    {
        var writer = Host.GetRequiredService<BulkWriter>();
        await writer.UpsertAsync(Notes(70));
        var notes = Notes(70);
        notes[3].Noted = notes[3].Noted.AddTicks(10);
        notes[4].Pages.Add(99);
        notes[5].Picture = [9];
        notes[6].Remark = "another";
        notes[7].Parent = Guid.Empty;

        (await writer.UpsertAsync(Notes(70))).Unchanged.Should().Be(70);
        (await writer.UpsertAsync(notes)).Should().BeEquivalentTo(new BulkResult(0, 5, 65, 0, []));

        await using var context = CreateHostContext();
        var read = await context.Notes.AsNoTracking().OrderBy(note => note.Number).ToListAsync();
        read[4].Pages.Should().EndWith(99);
        read[6].Remark.Should().Be("another");
    }

    private static List<DeskNote> Notes(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new DeskNote
        {
            Desk = "Größe",
            Number = i,
            Reference = new Guid(i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
            Parent = i % 2 == 0 ? null : new Guid(1, 1, 2, 3, 4, 5, 6, 7, 8, 9, (byte)i),
            Noted = DateTime.SpecifyKind(new DateTime(2026, 1, 5, 9, 30, 0).AddTicks(i * 1_230), DateTimeKind.Utc),
            Due = i % 3 == 0 ? null : Start.AddMilliseconds(i),
            Day = new DateOnly(2026, 1, 1).AddDays(i),
            Hour = i % 2 == 0 ? new TimeOnly(9, 30, i % 60) : new TimeOnly(9, 30).Add(TimeSpan.FromMicroseconds(i)),
            Spent = TimeSpan.FromMilliseconds(i * 1_001),
            Mood = (DeskMood)(i % 2),
            Rating = i % 4 == 0 ? null : i / 8m,
            Weight = i % 5 == 0 ? 0 : i / 3.0,
            Share = i / 7f,
            Small = (short)-i,
            Tiny = (byte)i,
            IsOpen = i % 2 == 0,
            Picture = i % 3 == 0 ? null : i % 3 == 1 ? [] : [0, 1, (byte)i],
            Pages = [i, i + 1],
            Remark = i % 2 == 0 ? null : $"remark {i}",
        }),
    ];

    private DeskContext CreateHostContext() => Host.GetRequiredService<IDbContextFactory<DeskContext>>().CreateDbContext();

    private static async Task<List<string>> ReadAllAsync(DeskContext context)
    {
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The name of the model's table.
        command.CommandText =
            $"SELECT * FROM "
            + $"{context.GetService<ISqlGenerationHelper>().DelimitIdentifier(context.Model.FindEntityType(typeof(DeskNote))!.GetTableName()!)}";
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) switch
            {
                byte[] bytes when FieldProtector.IsEncrypted(bytes) => "sealed",
                byte[] bytes => Convert.ToHexString(bytes),
                DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
                int[] numbers => string.Join(',', numbers),
                var value => $"{value.GetType().Name} {Convert.ToString(value, CultureInfo.InvariantCulture)}",
            })));
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }
}
