using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.People;

namespace SalesOps.Console.SignIn;

/// <summary>Accounts for ASP.NET Core Identity: read like everything else, written through the lane like everything else.</summary>
internal sealed class AccountStore(IDbContextFactory<SalesOpsDb> stores, IServiceProvider services) :
    IUserPasswordStore<Account>, IUserEmailStore<Account>, IUserSecurityStampStore<Account>, IUserLockoutStore<Account>
{
    /// <summary>What the next <see cref="UpdateAsync"/> is called in the audit log.</summary>
    private string _action = "account.changed";
    /// <summary>Accounts that were handed out, each with what it was when it was read.</summary>
    private readonly Dictionary<Account, Account> _read = [];

    public async Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(userId, out var id)) return null;
        await using var store = await stores.CreateDbContextAsync(cancellationToken);
        return Keep(await store.Accounts.FirstOrDefaultAsync(a => a.Id == id, cancellationToken));
    }

    public async Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken)
    {
        await using var store = await stores.CreateDbContextAsync(cancellationToken);
        return Keep(await store.Accounts.FirstOrDefaultAsync(a => a.NormalizedEmail == normalizedUserName, cancellationToken));
    }

    public Task<Account?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) => FindByNameAsync(normalizedEmail, cancellationToken);

    public Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken)
    {
        _action = "account.created";
        return UpdateAsync(user, cancellationToken);
    }

    public async Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken)
    {
        // What happens at the door is the person's doing; an account is made and locked by the console.
        var by = _action is "account.created" or "account.locked" or "account.unlocked" ? Caller.System : Caller.SystemFor(user.Id);
        var answer = await services.SendAsync(by, new SaveAccount.Command(Guid.CreateVersion7(), user, _read.GetValueOrDefault(user), _action), cancellationToken);
        if (answer.Succeeded) Keep(user);
        // A conflict without a code: nothing is different.
        return answer.Succeeded || answer.Errors[0] is { Kind: ErrorKind.Conflict, Code: null }
            ? IdentityResult.Success
            : IdentityResult.Failed(new IdentityError { Code = answer.Errors[0].Kind.ToString(), Description = answer.Errors[0].Message });
    }

    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) => throw new NotSupportedException("People are disabled, never deleted.");

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString());
    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);
    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) => SetEmailAsync(user, userName, cancellationToken);
    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.NormalizedEmail);
    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) => SetNormalizedEmailAsync(user, normalizedName, cancellationToken);

    public Task<string?> GetEmailAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);
    public Task<bool> GetEmailConfirmedAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(true);
    public Task SetEmailConfirmedAsync(Account user, bool confirmed, CancellationToken cancellationToken) => Task.CompletedTask;
    public Task<string?> GetNormalizedEmailAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.NormalizedEmail);

    public Task SetEmailAsync(Account user, string? email, CancellationToken cancellationToken) => Set(() => user.Email = email!);
    public Task SetNormalizedEmailAsync(Account user, string? normalizedEmail, CancellationToken cancellationToken) => Set(() => user.NormalizedEmail = normalizedEmail!);

    public Task<string?> GetPasswordHashAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);
    public Task<bool> HasPasswordAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);
    public Task SetPasswordHashAsync(Account user, string? passwordHash, CancellationToken cancellationToken) => Set(() => user.PasswordHash = passwordHash, "account.password_changed");

    public Task<string?> GetSecurityStampAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SecurityStamp);
    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken cancellationToken) => Set(() => user.SecurityStamp = stamp);

    public Task<int> GetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.AccessFailedCount);
    public Task<bool> GetLockoutEnabledAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(true);
    public Task SetLockoutEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;
    public Task<DateTimeOffset?> GetLockoutEndDateAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<DateTimeOffset?>(user.LockoutEndsAt is { } end ? new DateTimeOffset(end, TimeSpan.Zero) : null);

    public async Task<int> IncrementAccessFailedCountAsync(Account user, CancellationToken cancellationToken)
    {
        await Set(() => user.AccessFailedCount++, "account.sign_in_failed");
        return user.AccessFailedCount;
    }

    public Task ResetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) => Set(() => user.AccessFailedCount = 0);

    public Task SetLockoutEndDateAsync(Account user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken) =>
        Set(() => user.LockoutEndsAt = lockoutEnd?.UtcDateTime, lockoutEnd is null ? "account.unlocked" : "account.locked");

    /// <summary>Notes a good sign-in.</summary>
    public Task<IdentityResult> SignedInAsync(Account user, DateTime now, CancellationToken cancellationToken)
    {
        user.LastSignInAt = now;
        _action = "account.signed_in";
        return UpdateAsync(user, cancellationToken);
    }

    /// <summary>Ends every session of the person.</summary>
    public Task<IdentityResult> EndSessionsAsync(Account user, CancellationToken cancellationToken)
    {
        user.EndSessions();
        _action = "account.sessions_ended";
        return UpdateAsync(user, cancellationToken);
    }

    private Account? Keep(Account? account)
    {
        if (account is not null) _read[account] = account.Copy();
        return account;
    }

    private Task Set(Action change, string? action = null)
    {
        change();
        if (action is not null) _action = action;
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        // Holds nothing: contexts live as long as one call.
    }
}
