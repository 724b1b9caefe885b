namespace SalesOps.Console.Shell;

/// <summary>Who gets in. The pages hold the forms; what an account is, the composition decides.</summary>
public sealed class SignInGate
{
    /// <summary>Signs in and says whether it did. Why not is nobody's business: the page says the same for every reason.</summary>
    public Task<bool> EnterAsync(HttpContext context, string email, string password) => Task.FromResult(false);

    /// <summary>Whether the one-time token still opens <c>/setup</c>.</summary>
    public Task<bool> MaySetUpAsync(string token) => Task.FromResult(false);

    /// <summary>Makes the first administrator and signs in.</summary>
    public Task<IReadOnlyList<GateError>> SetUpAsync(HttpContext context, string token, string name, string email, string password) => Refused;

    /// <summary>Whether the one-time token still opens <c>/invite</c>.</summary>
    public Task<bool> MayAcceptAsync(string token) => Task.FromResult(false);

    /// <summary>Sets the invited person's password and signs in.</summary>
    public Task<IReadOnlyList<GateError>> AcceptAsync(HttpContext context, string token, string password) => Refused;

    private static Task<IReadOnlyList<GateError>> Refused => Task.FromResult<IReadOnlyList<GateError>>([new(null, Resources.Text.LinkInvalid)]);
}

/// <summary>What a form must say: at a field, or at the top when <paramref name="Field"/> is null. Already in the reader's language.</summary>
public sealed record GateError(string? Field, string Message);
