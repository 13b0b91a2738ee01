using StrategyEngine.Data.Specifications.Administration;
using StrategyEngine.Data.Specifications.Encryption;
using StrategyEngine.Data.Specifications.MarketData.Indicators;
using StrategyEngine.Data.Specifications.Model;
using StrategyEngine.Data.Specifications.Performance;
using StrategyEngine.Data.Specifications.Sessions;
using StrategyEngine.Data.Specifications.Trading;

namespace StrategyEngine.Data.SqlServer.Tests.Statements;

/// <summary>Tests of the specifications that, together, run every query of the library.</summary>
internal static class Walks
{
    public static (Type Specification, string Test)[] All { get; } =
    [
        (typeof(AccountLifeSpecification<>), "A_disabled_account_is_closed_until_it_is_enabled_again"),
        (typeof(AccountLifeSpecification<>), "A_host_sets_a_password_without_the_former_one_and_the_second_factor_stays"),
        (typeof(AccountLifeSpecification<>), "A_host_removes_a_lost_second_factor"),
        (typeof(AccountLifeSpecification<>), "Erasing_takes_the_person_and_leaves_the_books"),
        (typeof(AccountSpecification<>), "Logging_in_replaces_a_bcrypt_hash_and_one_of_lower_cost"),
        (typeof(AccountSpecification<>), "Changing_the_password_ends_every_session"),
        (typeof(AuthenticationEventSpecification<>), "A_life_is_recorded_in_order"),
        (typeof(AuthenticationEventSpecification<>), "Entries_are_kept_for_their_time"),
        (typeof(ClientChangeSpecification<>), "A_session_that_knew_no_client_belongs_to_the_first_that_refreshes_it"),
        (typeof(LoginThrottleSpecification<>), "Success_and_time_forget_failures"),
        (typeof(RecoveryCodeSpecification<>), "A_recovery_code_logs_in_once"),
        (typeof(RefreshSpecification<>), "Refreshing_with_a_spent_token_revokes_the_session"),
        (typeof(ServiceCredentialSpecification<>), "Revoking_disabling_and_erasing_end_it_at_once_on_every_node"),
        (typeof(ServiceCredentialSpecification<>), "The_list_shows_what_there_is_and_when_it_was_last_used"),
        (typeof(SessionValidationSpecification<>), "Use_is_written_down_at_most_once_a_minute"),
        (typeof(SessionEndingSpecification<>), "All_sessions_of_a_user_can_be_revoked_but_one"),
        (typeof(SessionOpeningSpecification<>), "The_list_shows_live_sessions_with_their_client"),
        (typeof(SessionOpeningSpecification<>), "Beyond_the_cap_the_session_used_longest_ago_gives_way"),
        (typeof(SessionOpeningSpecification<>), "A_session_needs_an_active_user"),
        (typeof(SessionEndingSpecification<>), "Clean_up_deletes_what_has_ended_and_nothing_else"),
        (typeof(SigningKeySpecification<>), "A_key_that_became_known_is_revoked_by_call"),
        (typeof(StepUpSpecification<>), "Stepping_up_replaces_the_session_and_extends_nothing"),
        (typeof(StepUpSpecification<>), "A_secret_is_revealed_to_its_user_within_minutes_of_a_second_factor_and_recorded"),
        (typeof(TwoFactorSpecification<>), "An_enrolled_user_logs_in_with_password_and_code"),
        (typeof(DataKeySpecification<>), "Every_encrypted_value_moves_to_the_new_key_and_the_old_one_can_be_revoked"),
        (typeof(DataKeySpecification<>), "Rewrapping_leaves_every_value_readable"),
        (typeof(PerformanceRecorderSpecification<>), "Recording_again_doubles_and_changes_nothing"),
        (typeof(EquityMarkSpecification<>), "Rows_are_kept_for_each_currency"),
        (typeof(TradeBookSpecification<>), "A_bot_records_a_day"),
        (typeof(BookOrderSpecification<>), "Fills_may_be_older_than_what_the_exchange_first_said_of_their_order"),
        (typeof(BookOrderSpecification<>), "A_fill_that_comes_before_its_order_is_claimed_by_it"),
        (typeof(TradeBookSpecification<>), "The_missing_fill_that_comes_later_puts_the_excess_into_its_trade"),
        (typeof(TradeBookSpecification<>), "The_ledger_takes_an_entry_once_and_refuses_another_of_its_id"),
        (typeof(TradeBookSpecification<>), "Two_applications_that_book_at_once_lose_and_double_nothing"),
        (typeof(AuditTrailSpecification<>), "Creating_changing_and_deleting_a_record_each_write_one_entry"),
        (typeof(AuditTrailSpecification<>), "What_a_deleted_user_takes_along_is_audited_too"),
        (typeof(AuditTrailSpecification<>), "An_encrypted_value_is_never_recorded"),
        (typeof(AuditTrailSpecification<>), "The_trail_is_read_page_by_page"),
        (typeof(IndicatorUpdateSpecification<>), "A_candle_that_comes_late_is_fitted_in"),
        (typeof(IndicatorStoreSpecification<>), "Versions_live_side_by_side"),
        (typeof(IndicatorUpdateSpecification<>), "What_retention_removed_does_not_come_back"),
        (typeof(DatabaseHealthSpecification<>), "A_database_that_was_just_made_is_healthy"),
        (typeof(RetentionSpecification<>), "A_signal_goes_when_it_is_over_and_no_trade_refers_to_it"),
        (typeof(RetentionSpecification<>), "The_record_of_authentication_is_kept_for_a_year_unless_told_otherwise"),
        (typeof(RetentionSpecification<>), "Candles_go_only_for_the_timeframes_that_are_named"),
        (typeof(RetentionSpecification<>), "Indicator_values_go_only_for_the_timeframes_that_are_named"),
        (typeof(RetentionSpecification<>), "A_dry_run_counts_the_same_and_removes_nothing"),
    ];
}
