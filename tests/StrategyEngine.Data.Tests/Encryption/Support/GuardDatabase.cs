using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Sqlite;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>A database of <see cref="GuardContext"/> with a few rows, which the program knows in the clear as well.</summary>
internal sealed class GuardDatabase : IDisposable
{
    private readonly EncryptedDatabase _keys = new();
    private readonly DataKeyRing _ring;

    public GuardDatabase()
    {
        _ring = new DataKeyRing(_keys.Protection, () => NewContext(null), _keys.Time, _keys.KekManager)
        {
            Dialect = new SqliteTradingProvider("Data Source=none.db").Encryption,
        };
        string?[] texts = ["ant", "bee", null, "bee", "cat", ""];
        for (var i = 0; i < texts.Length; i++)
        {
            Owners.Add(new GuardContext.Owner
            {
                Id = i + 1,
                Name = "n" + (i % 3),
                Number = i,
                Plain = texts[i == 4 ? i : (i + 1) % texts.Length],
                Email = texts[i],
                Note = texts[(i + 3) % texts.Length],
                Remark = texts[(i + 4) % texts.Length],
                Score = i % 2,
                Rank = i % 3 == 0 ? null : i,
                Small = i % 2 == 0 ? null : (byte)i,
                Day = i % 2 == 0 ? null : DayOfWeek.Friday,
                Tags = i == 0 ? ["x"] : null,
                Bytes = i == 0 ? [1, 2] : null,
                Address = new GuardContext.Address { City = "c" + (i % 2), Street = texts[i] },
                Profile = i == 2 ? null : new GuardContext.Profile { Language = "l", Phone = texts[i], Text = texts[i] },
            });
        }

        for (var i = 0; i < 7; i++)
        {
            var item = new GuardContext.Item
            {
                Id = i + 1,
                Name = "n" + (i % 4),
                Plain = texts[i % texts.Length],
                Text = texts[(i + 2) % texts.Length],
                Owner = i == 6 ? null : Owners[i / 2],
                OwnerId = i == 6 ? null : (i / 2) + 1
            };
            item.Owner?.Items.Add(item);
            Items.Add(item);
        }

        Labels.Add(new GuardContext.Label { Id = 1, Name = "l", Caption = "ant" });
        Labels[0].Owners.AddRange(Owners.Take(2));
        foreach (var owner in Labels[0].Owners)
            owner.Labels.Add(Labels[0]);

        Fill(NewContext());
        Fill(NewPlainContext());
    }

    public List<GuardContext.Owner> Owners { get; } = [];

    public List<GuardContext.Item> Items { get; } = [];

    public List<GuardContext.Label> Labels { get; } = [];

    public DataKeyRing Ring => _ring;

    public GuardContext NewContext(Action<DbContextOptionsBuilder>? configure = null) => NewContext(_ring, configure);

    /// <summary>A context of the same rows in another database, in which nothing is encrypted.</summary>
    public GuardContext NewPlainContext() => new(Options("plain.db").Options);

    public void Dispose()
    {
        _ring.Dispose();
        _keys.Dispose();
    }

    private GuardContext NewContext(DataKeyRing? ring, Action<DbContextOptionsBuilder>? configure = null)
    {
        var options = Options("guard.db").UseEncryption(ring);
        configure?.Invoke(options);
        return new GuardContext(options.Options);
    }

    private DbContextOptionsBuilder<GuardContext> Options(string file) => new DbContextOptionsBuilder<GuardContext>()
        .UseSqlite("Data Source=" + Path.Combine(_keys.Folder, file) + ";Pooling=False")
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);

    private void Fill(GuardContext context)
    {
        using (context)
        {
            context.Database.EnsureCreated();
            context.AddRange(Owners);
            context.AddRange(Items);
            context.AddRange(Labels);
            context.AddRange(
                new GuardContext.Dog { Id = 1, Name = "d", Mark = "ant" },
                new GuardContext.Cat { Id = 2, Name = "c", Mark = "ant" },
                new GuardContext.Card { Id = 1, Name = "c", CardNumber = "4711" });
            context.SaveChanges();
        }
    }
}
