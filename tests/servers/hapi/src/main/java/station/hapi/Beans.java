package station.hapi;

import ca.uhn.fhir.batch2.jobs.config.Batch2JobsConfig;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.IDaoRegistry;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.jpa.binary.api.IBinaryStorageSvc;
import ca.uhn.fhir.jpa.binstore.DatabaseBinaryContentStorageSvcImpl;
import ca.uhn.fhir.jpa.config.HibernatePropertiesProvider;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.config.util.HapiEntityManagerFactoryUtil;
import ca.uhn.fhir.jpa.config.util.ResourceCountCacheUtil;
import ca.uhn.fhir.jpa.dao.FulltextSearchSvcImpl;
import ca.uhn.fhir.jpa.dao.IFulltextSearchSvc;
import ca.uhn.fhir.jpa.dao.search.HSearchSortHelperImpl;
import ca.uhn.fhir.jpa.dao.search.IHSearchSortHelper;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirH2Dialect;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirPostgresDialect;
import ca.uhn.fhir.jpa.provider.DaoRegistryResourceSupportedSvc;
import ca.uhn.fhir.jpa.provider.IJpaSystemProvider;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.jpa.search.IStaleSearchDeletingSvc;
import ca.uhn.fhir.jpa.search.StaleSearchDeletingSvcImpl;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import ca.uhn.fhir.jpa.util.ResourceCountCache;
import ca.uhn.fhir.narrative2.NullNarrativeGenerator;
import ca.uhn.fhir.rest.api.IResourceSupportedSvc;
import ca.uhn.fhir.rest.server.HardcodedServerAddressStrategy;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import jakarta.persistence.EntityManagerFactory;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.hibernate.dialect.Dialect;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/** What HAPI's R4 configuration leaves to the application. */
@Configuration
@EnableTransactionManagement
@Import({
  JpaR4Config.class,
  JpaBatch2Config.class,
  Batch2JobsConfig.class,
  SubscriptionChannelConfig.class,
  ThreadPoolFactoryConfig.class
})
public class Beans {
  private static final String DATABASE = System.getProperty("station.database");
  private static final boolean POSTGRES = DATABASE.startsWith("jdbc:postgresql");

  @Bean
  public DataSource dataSource() {
    var source = new BasicDataSource();
    source.setUrl(DATABASE);
    if (!POSTGRES) source.setUsername("sa");
    source.setMaxTotal(20);
    return source;
  }

  @Bean
  public JpaStorageSettings storageSettings() {
    var settings = new JpaStorageSettings();
    settings.setSchedulingDisabled(true);
    return settings;
  }

  @Bean
  public PartitionSettings partitionSettings() {
    return new PartitionSettings();
  }

  @Bean
  public SubscriptionSettings subscriptionSettings() {
    return new SubscriptionSettings();
  }

  @Bean
  @Primary
  public HibernatePropertiesProvider dialect() {
    return new HibernatePropertiesProvider() {
      @Override
      public Dialect getDialect() {
        return POSTGRES ? new HapiFhirPostgresDialect() : new HapiFhirH2Dialect();
      }

      @Override
      public DataSource getDataSource() {
        return dataSource();
      }
    };
  }

  @Bean
  @Primary
  public LocalContainerEntityManagerFactoryBean entityManagerFactory(
      DataSource source,
      ConfigurableListableBeanFactory beans,
      FhirContext context,
      JpaStorageSettings settings) {
    var made = HapiEntityManagerFactoryUtil.newEntityManagerFactory(beans, context, settings);
    made.setPersistenceUnitName("HAPI_PU");
    made.setDataSource(source);
    var chosen = new Properties();
    chosen.put("hibernate.hbm2ddl.auto", "update");
    chosen.put("hibernate.search.enabled", "false");
    chosen.put(
        "hibernate.dialect",
        (POSTGRES ? HapiFhirPostgresDialect.class : HapiFhirH2Dialect.class).getName());
    made.setJpaProperties(chosen);
    return made;
  }

  @Bean
  @Primary
  public JpaTransactionManager transactionManager(EntityManagerFactory factory) {
    return new JpaTransactionManager(factory);
  }

  @Bean
  public IFulltextSearchSvc fullTextSearchSvc() {
    return new FulltextSearchSvcImpl();
  }

  @Bean
  public IStaleSearchDeletingSvc staleSearchDeletingSvc() {
    return new StaleSearchDeletingSvcImpl();
  }

  @Bean
  public IHSearchSortHelper hSearchSortHelper(ISearchParamRegistry parameters) {
    return new HSearchSortHelperImpl(parameters);
  }

  @Bean
  public DatabaseBackedPagingProvider pagingProvider() {
    var paging = new DatabaseBackedPagingProvider();
    paging.setDefaultPageSize(50);
    paging.setMaximumPageSize(200);
    return paging;
  }

  @Bean
  public IResourceSupportedSvc resourceSupportedSvc(IDaoRegistry registry) {
    return new DaoRegistryResourceSupportedSvc(registry);
  }

  @Bean(name = "myResourceCountsCache")
  public ResourceCountCache resourceCountsCache(IFhirSystemDao<?, ?> system) {
    return ResourceCountCacheUtil.newResourceCountCache(system);
  }

  @Bean
  public IBinaryStorageSvc binaryStorageSvc() {
    return new DatabaseBinaryContentStorageSvcImpl();
  }

  @Bean
  public RestfulServer restfulServer(
      FhirContext context,
      IFhirSystemDao<?, ?> system,
      IJpaSystemProvider provider,
      ResourceProviderFactory providers,
      JpaStorageSettings settings,
      ISearchParamRegistry parameters,
      IValidationSupport support,
      DatabaseBackedPagingProvider paging) {
    context.setNarrativeGenerator(new NullNarrativeGenerator());
    var server = new RestfulServer(context);
    server.registerProviders(providers.createProviders());
    server.registerProvider(provider);
    server.setServerConformanceProvider(
        new JpaCapabilityStatementProvider(server, system, settings, parameters, support));
    server.setPagingProvider(paging);
    server.setServerAddressStrategy(
        new HardcodedServerAddressStrategy(
            "http://127.0.0.1:" + System.getProperty("station.port") + "/fhir"));
    return server;
  }
}
