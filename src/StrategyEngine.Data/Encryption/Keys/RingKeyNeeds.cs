namespace StrategyEngine.Data.Encryption.Keys;

/// <summary>Which keys of the key ring stored data keys need.</summary>
internal static class RingKeyNeeds
{
    /// <param name="keys">The data keys.</param>
    /// <param name="wrapper">The key ring.</param>
    /// <param name="open">Whether to try to open each.</param>
    public static IReadOnlyList<RingKeyStatus> Of(IEnumerable<DataKey> keys, KeyWrapper wrapper, bool open = false)
    {
        var ring = wrapper.ReadRing();
        return keys
            .Where(key => key.State is DataKeyState.Active or DataKeyState.Decrypt or DataKeyState.Retired)
            .GroupBy(key => key.KekId)
            .OrderBy(group => group.Key)
            .Select(group => new RingKeyStatus(
                group.Key,
                ring is null ? RingKeyAvailability.Unknown
                : ring.Find(group.Key) is not { } key ? RingKeyAvailability.Missing
                : open && !group.All(row => Opens(row, wrapper)) ? RingKeyAvailability.Unusable
                : key.IsRevoked ? RingKeyAvailability.Revoked
                : RingKeyAvailability.Available,
                group.Select(key => unchecked((uint)key.KeyId)).Order().ToList()))
            .ToList();
    }

    // A revoked key opens, too: what it wraps can be taken over.
    private static bool Opens(DataKey row, KeyWrapper wrapper)
    {
        try
        {
            wrapper.Unwrap(new LoadedDataKey(row), FieldLocation.None, evenIfRevoked: true).Dispose();
            return true;
        }
        catch (EncryptionException)
        {
            return false;
        }
    }
}
