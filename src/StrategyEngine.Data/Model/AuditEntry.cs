using System.Text.Json.Nodes;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>One change of one audited record. Survives what it describes; never holds an encrypted value.</summary>
public sealed class AuditEntry : IAppendOnly
{
    internal AuditEntry()
    {
    }

    /// <summary>A sequential id (UUIDv7).</summary>
    public Guid Id { get; internal init; }

    /// <summary>When the change was saved, UTC.</summary>
    public DateTimeOffset OccurredAt { get; internal init; }

    /// <summary>Who made it: the ambient actor.</summary>
    public string Actor { get; internal init; } = "";

    /// <summary>What happened.</summary>
    public AuditAction Action { get; internal init; }

    /// <summary>The kind of record, by its class name, such as <c>Trade</c>.</summary>
    public string EntityType { get; internal init; } = "";

    /// <summary>The record's id.</summary>
    public Guid EntityId { get; internal init; }

    /// <summary>
    /// One member per changed field, <c>{"field": {"old": …, "new": …}}</c>. An encrypted field is named, with <c>"***"</c> in place of its
    /// values.
    /// </summary>
    public JsonObject Changes { get; internal init; } = [];

    /// <summary>What was done to which record, by whom and when; not the values.</summary>
    public override string ToString() => Printed.Text($"AuditEntry {Action} {EntityType} {EntityId} by {Actor}, {OccurredAt}");
}
