using System.Linq.Expressions;

using CsCheck;

using FluentAssertions;

using Microsoft.Data.Sqlite;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

using Item = StrategyEngine.Data.Tests.Encryption.GuardContext.Item;
using Owner = StrategyEngine.Data.Tests.Encryption.GuardContext.Owner;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>A query gives what LINQ to Objects gives on the same rows in the clear, or is refused: never a third.</summary>
[TestFixture]
internal sealed class QueryGuardDifferentialTests
{
    private static readonly string?[] Values = ["ant", "bee", "cat", "", null, "zzz"];

    private GuardDatabase _database = null!;

    [OneTimeSetUp]
    public void Open() => _database = new GuardDatabase();

    [OneTimeTearDown]
    public void Close() => _database.Dispose();

    [Test]
    public void A_random_query_is_refused_or_right()
    {
        var (answered, answeredFromCiphertext, refused, untranslated, deviating) = (0, 0, 0, 0, 0);
        var queries = Gen.Select(Gen.Int[0, int.MaxValue].Array[14], Gen.Int[1, 4]);

        queries.Sample(
            (choices, length) =>
            {
                var (answer, touches) = Answer(new RandomQuery(choices), length);
                _ = answer switch
                {
                    Outcome.Answered => touches ? Interlocked.Increment(ref answeredFromCiphertext) : Interlocked.Increment(ref answered),
                    Outcome.Refused => Interlocked.Increment(ref refused),
                    Outcome.Deviating => Interlocked.Increment(ref deviating),
                    _ => Interlocked.Increment(ref untranslated),
                };
            },
            iter: 3000,
            threads: 1);

        TestContext.Out.WriteLine(
            $"answered {answered} without and {answeredFromCiphertext} with encrypted columns, refused {refused}, not translated "
            + $"{untranslated}, as wrong without encryption {deviating}");
        answeredFromCiphertext.Should().BeGreaterThan(200);
        refused.Should().BeGreaterThan(200);
        answered.Should().BePositive();
        deviating.Should().BeLessThan(60);
    }

    private enum Outcome
    {
        Answered,
        Refused,
        Untranslated,
        Deviating,
    }

    private static bool AreSame(List<string> left, List<string> right) =>
        left.Order(StringComparer.Ordinal).SequenceEqual(right.Order(StringComparer.Ordinal));

    private (Outcome Outcome, bool TouchesCiphertext) Answer(RandomQuery random, int length)
    {
        using var context = _database.NewContext();
        var query = random.Build(length);
        List<string> expected;
        try
        {
            expected = query(_database.Owners.AsQueryable(), _database.Items.AsQueryable()).ToList();
        }
        catch (Exception failure) when (failure is NullReferenceException or InvalidOperationException or ArgumentNullException)
        {
            // A null in memory, where the database gives null.
            return (Outcome.Untranslated, false);
        }

        try
        {
            var actual = query(context.Owners, context.Items).ToList();
            if (!AreSame(actual, expected))
            {
                // Entity Framework has errors of its own, which it makes without encryption too.
                using var plain = _database.NewPlainContext();
                actual.Should()
                    .BeEquivalentTo(query(plain.Owners, plain.Items).ToList(), "LINQ to Objects gives {0} for {1}", expected, random);
                return (Outcome.Deviating, false);
            }

            return (Outcome.Answered, random.TouchesCiphertext);
        }
        catch (EncryptedQueryException)
        {
            random.TouchesCiphertext.Should().BeTrue("{0} was refused", random);
            return (Outcome.Refused, true);
        }
        catch (InvalidOperationException failure) when (failure.Message.Contains("could not be translated", StringComparison.Ordinal)
            || failure.Message.Contains("Unable to translate", StringComparison.Ordinal)
            || failure.Message.Contains("Nullable object", StringComparison.Ordinal))
        {
            return (Outcome.Untranslated, false);
        }
        catch (SqliteException invalid) when (invalid.SqliteErrorCode == 1)
        {
            // Entity Framework 10 loses columns of nested unions; nothing is answered.
            return (Outcome.Untranslated, false);
        }
    }

    private sealed class Row
    {
        public string? A { get; set; }

        public string? B { get; set; }

        public int? N { get; set; }
    }

    /// <summary>Draws a query from a list of numbers: operators on owners, a projection to rows, operators on rows, and an end.</summary>
    private sealed class RandomQuery(int[] choices)
    {
        private readonly List<string> _steps = [];
        private int _next;

        public bool TouchesCiphertext { get; private set; }

        public Func<IQueryable<Owner>, IQueryable<Item>, IEnumerable<string>> Build(int length)
        {
            var onOwners = Enumerable.Range(0, Pick(3)).Select(_ => OnOwners()).ToList();
            var project = Project();
            var onRows = Enumerable.Range(0, length - 1).Select(_ => OnRows()).ToList();
            var end = End();
            return (owners, items) =>
            {
                foreach (var step in onOwners)
                    owners = step(owners);
                var rows = project(owners, items);
                foreach (var step in onRows)
                    rows = step(rows);
                return end(rows);
            };
        }

        public override string ToString() => string.Join(" . ", _steps);

        private int Pick(int count) => (int)((uint)choices[_next++ % choices.Length] % (uint)count);

        private string? Value() => Values[Pick(Values.Length)];

        private T Step<T>(string name, T step)
        {
            _steps.Add(name);
            return step;
        }

        private Func<IQueryable<Owner>, IQueryable<Owner>> OnOwners()
        {
            switch (Pick(7))
            {
                case 0 or 1 or 2:
                    var where = Predicate<Owner>();
                    return Step($"Where({where})", (IQueryable<Owner> owners) => owners.Where(where));
                case 3:
                    var key = Column<Owner>();
                    return Step($"OrderBy({key})", (IQueryable<Owner> owners) => owners.OrderBy(key));
                case 4:
                    var count = Pick(4);
                    return Step(
                        $"OrderBy(Number).Take({count})", (IQueryable<Owner> owners) => owners.OrderBy(owner => owner.Number).Take(count));
                case 5:
                    var other = Predicate<Owner>();
                    return Step($"Concat(Where({other}))", (IQueryable<Owner> owners) => owners.Concat(owners.Where(other)));
                default:
                    return Step("Distinct()", (IQueryable<Owner> owners) => owners.Distinct());
            }
        }

        private Func<IQueryable<Owner>, IQueryable<Item>, IQueryable<Row>> Project()
        {
            var row = RowOf<Owner>();
            switch (Pick(6))
            {
                case 0 or 1:
                    return Step($"Select({row})", (IQueryable<Owner> owners, IQueryable<Item> _) => owners.Select(row));
                case 2:
                    var (left, right) = (Column<Owner>(), Column<Item>());
                    TouchesCiphertext = true;
                    return Step(
                        $"Join({left}, {right})",
                        (IQueryable<Owner> owners, IQueryable<Item> items) =>
                            owners.Join(items, left, right, (owner, item) => new Row { A = owner.Note, B = item.Text, N = item.Id }));
                case 3:
                    TouchesCiphertext = true;
                    return Step(
                        "LeftJoin(Id)",
                        (IQueryable<Owner> owners, IQueryable<Item> items) => owners.LeftJoin(
                            items,
                            owner => owner.Id,
                            item => item.OwnerId,
                            (owner, item) => new Row { A = owner.Note, B = item!.Text, N = owner.Number }));
                case 4:
                    var key = Column<Owner>();
                    return Step(
                        $"GroupBy({key})",
                        (IQueryable<Owner> owners, IQueryable<Item> _) =>
                            owners.GroupBy(key).Select(group => new Row { A = group.Key, B = group.Key, N = group.Count() }));
                default:
                    TouchesCiphertext = true;
                    return Step(
                        "SelectMany(Items)",
                        (IQueryable<Owner> owners, IQueryable<Item> _) => owners.SelectMany(
                            owner => owner.Items, (owner, item) => new Row { A = owner.Email, B = item.Text, N = item.Id }));
            }
        }

        private Func<IQueryable<Row>, IQueryable<Row>> OnRows()
        {
            switch (Pick(7))
            {
                case 0 or 1:
                    var where = Predicate<Row>();
                    return Step($"Where({where})", (IQueryable<Row> rows) => rows.Where(where));
                case 2:
                    var key = Column<Row>();
                    return Step($"OrderBy({key})", (IQueryable<Row> rows) => rows.OrderBy(key));
                case 3:
                    return Step("Select(swap)", (IQueryable<Row> rows) => rows.Select(row => new Row { A = row.B, B = row.A, N = row.N }));
                case 4:
                    var other = Predicate<Row>();
                    return Step($"Concat(Where({other}))", (IQueryable<Row> rows) => rows.Concat(rows.Where(other)));
                case 5:
                    return Step(
                        "Select(new A, N).Distinct()",
                        (IQueryable<Row> rows) =>
                            rows.Select(row => new { row.A, row.N }).Distinct().Select(x => new Row { A = x.A, B = x.A, N = x.N }));
                default:
                    var group = Column<Row>();
                    return Step(
                        $"GroupBy({group})",
                        (IQueryable<Row> rows) => rows.GroupBy(group).Select(g => new Row { A = g.Key, B = g.Key, N = g.Count() }));
            }
        }

        private Func<IQueryable<Row>, IEnumerable<string>> End()
        {
            switch (Pick(7))
            {
                case 0 or 1 or 2:
                    return Step<Func<IQueryable<Row>, IEnumerable<string>>>(
                        "ToList()", rows => rows.AsEnumerable().Select(row => $"{row.A ?? "-"}|{row.B ?? "-"}|{row.N}"));
                case 3:
                    return Step<Func<IQueryable<Row>, IEnumerable<string>>>("Count()", rows => [$"{rows.Count()}"]);
                case 4:
                    var column = Column<Row>();
                    return Step<Func<IQueryable<Row>, IEnumerable<string>>>($"Max({column})", rows => [$"{rows.Max(column)}"]);
                case 5:
                    var any = Predicate<Row>();
                    return Step<Func<IQueryable<Row>, IEnumerable<string>>>($"Any({any})", rows => [$"{rows.Any(any)}"]);
                default:
                    var (distinct, value) = (Column<Row>(), Value());
                    return Step<Func<IQueryable<Row>, IEnumerable<string>>>(
                        $"Select({distinct}).Contains({value})", rows => [$"{rows.Select(distinct).Contains(value)}"]);
            }
        }

        private Expression<Func<T, string?>> Column<T>()
        {
            var instance = Expression.Parameter(typeof(T), "x");
            return Expression.Lambda<Func<T, string?>>(Text(instance), instance);
        }

        private Expression<Func<T, Row>> RowOf<T>()
        {
            var instance = Expression.Parameter(typeof(T), "x");
            var number = Pick(2) == 0 ? nameof(Owner.Number) : nameof(Owner.Rank);
            TouchesCiphertext |= number == nameof(Owner.Rank);
            return Expression.Lambda<Func<T, Row>>(
                Expression.MemberInit(
                    Expression.New(typeof(Row)),
                    Expression.Bind(typeof(Row).GetProperty(nameof(Row.A))!, Text(instance)),
                    Expression.Bind(typeof(Row).GetProperty(nameof(Row.B))!, Text(instance)),
                    Expression.Bind(
                        typeof(Row).GetProperty(nameof(Row.N))!, Expression.Convert(Expression.Property(instance, number), typeof(int?)))),
                instance);
        }

        private Expression Text(Expression instance)
        {
            string[] names = instance.Type == typeof(Owner)
                ? ["Name", "Plain", "Plain", "Email", "Email", "Email", "Email", "Note", "Address.Street", "Profile.Text"]
                : instance.Type == typeof(Item) ? ["Name", "Plain", "Plain", "Text", "Owner.Email"]
                : ["A", "B"];
            var name = names[Pick(names.Length)];
            TouchesCiphertext |= name is not ("Name" or "Plain" or "A" or "B");
            var read = name.Split('.').Aggregate(instance, Expression.Property);
            return name is "Profile.Text" or "Owner.Email"
                ? Expression.Condition(
                    Expression.Equal(((MemberExpression)read).Expression!, Expression.Constant(null)),
                    Expression.Constant(null, typeof(string)),
                    read)
                : read;
        }

        private Expression<Func<T, bool>> Predicate<T>()
        {
            var instance = Expression.Parameter(typeof(T), "x");
            return Expression.Lambda<Func<T, bool>>(Condition(instance, 2), instance);
        }

        private Expression Condition(Expression instance, int depth)
        {
            var text = Text(instance);
            var value = Value();
            switch (Pick(depth > 0 ? 13 : 8))
            {
                case 0 or 1:
                    return Expression.Equal(text, Expression.Constant(value, typeof(string)));
                case 2:
                    return Expression.Equal(Captured(value), text);
                case 3:
                    return Expression.NotEqual(text, Captured(value));
                case 4:
                    return Expression.Call(
                        typeof(Enumerable),
                        nameof(Enumerable.Contains),
                        [typeof(string)],
                        Captured<IEnumerable<string?>>([value, Value()]),
                        text);
                case 5:
                    return Expression.Equal(text, Expression.Constant(null, typeof(string)));
                case 6:
                    return Expression.GreaterThan(
                        Expression.Property(Expression.Coalesce(text, Expression.Constant("bee")), nameof(string.Length)),
                        Expression.Constant(1));
                case 7:
                    return Expression.Equal(Expression.Coalesce(text, Expression.Constant("bee")), Captured(value));
                case 8 or 9:
                    return Expression.Not(Condition(instance, depth - 1));
                case 10:
                    return Expression.AndAlso(Condition(instance, depth - 1), Condition(instance, depth - 1));
                case 11:
                    return Expression.OrElse(Condition(instance, depth - 1), Condition(instance, depth - 1));
                default:
                    return Expression.Equal(text, Text(instance));
            }
        }

        // As the compiler captures a variable, so that it becomes a parameter of the query.
        private static MemberExpression Captured<T>(T value) =>
            Expression.Property(Expression.Constant(new Holder<T>(value)), nameof(Holder<T>.Held));

        private sealed record Holder<T>(T Held);
    }
}
