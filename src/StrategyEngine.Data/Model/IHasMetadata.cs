using System.Text.Json.Nodes;

namespace StrategyEngine.Data.Model;

/// <summary>A record with a free JSON object beside its fields.</summary>
public interface IHasMetadata
{
    /// <summary>Free, unencrypted JSON. Editing it in place is noticed when saving. Never null; empty by default.</summary>
    JsonObject Metadata { get; set; }
}
